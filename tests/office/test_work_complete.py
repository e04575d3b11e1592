"""Finishing a step: each act asks for what it needs, once."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.builders.identity import actor_make
from tests.office.acting import dossier_url, events, get, guarded, item_url, post, seen, text

from motcua.dossiers.services import work_assign
from motcua.dossiers.types import Status
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def brought_to(commune, act):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, act)
        return code, item_of(code, act)


def test_a_leader_assigns_to_a_specialist_in_one_go(commune):
    code, item = brought_to(commune, Act.ASSIGN)
    url = item_url(code, Act.ASSIGN, "complete")
    page = text(get(commune.leader, url))
    assert f'value="{commune.specialist.account_id}"' in page
    data = {"outcome": item.outcomes[0].code, "assign_to": commune.specialist.account_id}
    post(commune.leader, url, version=item.version, **data)
    assert seen(code).status is Status.PROCESSING
    again = post(commune.leader, url, version=item.version, **data)
    assert "not possible any more" in text(again)
    assert events(code).count("assigned") == 1


def test_an_approval_shows_the_draft_and_takes_it(commune):
    code, item = brought_to(commune, Act.APPROVE)
    url = item_url(code, Act.APPROVE, "complete")
    assert f"{dossier_url(code)}results/1/" in text(get(commune.leader, url))
    page = text(post(commune.leader, url, version=item.version, outcome="approved", note=""))
    assert "Done:" in page
    assert seen(code).results[0].approved_at is not None


def test_sending_back_needs_a_reason(commune):
    code, item = brought_to(commune, Act.APPROVE)
    url = item_url(code, Act.APPROVE, "complete")
    other = next(o.code for o in item.outcomes if o.code != "approved")
    answer = post(commune.leader, url, version=item.version, outcome=other, note="")
    assert answer.status_code == 422
    assert 'id="id_note_error"' in text(answer)
    assert 'id="id_cause_error"' in text(answer)
    sent = {"outcome": other, "note": "Wrong date", "cause": "content"}
    post(commune.leader, url, version=item.version, **sent)
    assert "Wrong date" in text(get(commune.specialist, dossier_url(code)))


def test_issuing_needs_a_number(commune):
    code, item = brought_to(commune, Act.ISSUE)
    url = item_url(code, Act.ISSUE, "complete")
    outcome = item.outcomes[0].code
    for wrong in ("", "x" * 81):
        answer = post(commune.clerk, url, version=item.version, outcome=outcome, number=wrong)
        assert answer.status_code == 422
    post(commune.clerk, url, version=item.version, outcome=outcome, number="7/GXN")
    assert seen(code).results[0].number == "7/GXN"


def test_returning_at_the_counter_needs_a_receiver(commune):
    code, item = brought_to(commune, Act.RETURN)
    url = item_url(code, Act.RETURN, "complete")
    data = {"outcome": item.outcomes[0].code, "return_method": 0, "version": item.version}
    answer = post(commune.counter, url, receiver_name="", **data)
    assert answer.status_code == 422
    assert 'id="id_receiver_name_error"' in text(answer)
    post(commune.counter, url, receiver_name="Nguyễn <b>Mẫu</b>", **data)
    assert seen(code).status is Status.RETURNED
    assert "Nguyễn &lt;b&gt;Mẫu&lt;/b&gt;" in text(get(commune.counter, dossier_url(code)))


def test_a_stale_page_keeps_what_was_typed(commune):
    code, _item = brought_to(commune, Act.APPROVE)
    url = item_url(code, Act.APPROVE, "complete")
    answer = post(commune.leader, url, version=99, outcome="approved", note="fine with me")
    assert answer.status_code == 409
    assert "fine with me" in text(answer)


def test_a_step_that_a_colleague_has_claimed_keeps_the_note_and_names_the_colleague(commune):
    code, item = brought_to(commune, Act.APPRAISE)
    with scope_use(SYSTEM), at():
        colleague = actor_make(role=Role.SPECIALIST, unit=commune.office)
        work_assign(
            actor=commune.leader,
            item_id=item.id,
            assignee_id=colleague.account_id,
            expected_version=item.version,
        )
    url = item_url(code, Act.APPRAISE, "complete")
    data = {
        "outcome": "propose_approve",
        "note": "checked in the register",
        "version": item.version,
    }
    page = text(post(commune.specialist, url, seen=seen(code).version, **data))
    assert "checked in the register" in page
    assert "has this piece of work now" in page


def test_an_outcome_that_does_not_exist_is_refused(commune):
    code, item = brought_to(commune, Act.APPRAISE)
    url = item_url(code, Act.APPRAISE, "complete")
    assert post(commune.specialist, url, version=item.version, outcome="x").status_code == 422


def test_others_may_not(commune):
    code, _item = brought_to(commune, Act.APPROVE)
    guarded(commune, item_url(code, Act.APPROVE, "complete"), wrong=commune.clerk)
    assert get(commune.leader, dossier_url(code, "work/999999/complete")).status_code == 404

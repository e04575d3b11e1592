"""Several pieces of work handed over, or finished alike: told before, done one by one, undone."""

from __future__ import annotations

import pytest
from tests.builders.certified import batch_taken, certifying_commune
from tests.builders.dossiers import at, dossier_at, draft_add, item_of
from tests.builders.identity import actor_make, client_for
from tests.office.acting import text

from motcua.dossiers import services
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act, ItemState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL, RUN = "/office/worklist/together/", "/office/worklist/run/"


@pytest.fixture
def codes(commune):
    """Three appraisals of the specialist; the last one has no draft."""
    with scope_use(SYSTEM), at():
        made = [dossier_at(commune, Act.APPRAISE) for _ in range(3)]
        for code in made[:2]:
            draft_add(commune, code)
    return made


@pytest.fixture
def colleague(commune):
    with scope_use(SYSTEM):
        return actor_make(role=Role.SPECIALIST, unit=commune.office)


def items(codes, act=Act.APPRAISE):
    with scope_use(SYSTEM):
        return [item_of(code, act) for code in codes]


def values(codes, act=Act.APPRAISE):
    return [f"{one.id}:{one.version}" for one in items(codes, act)]


def send(client, url, **data):
    with at(2):
        return client.post(url, data, follow=True)


def test_what_will_be_done_is_listed_and_nothing_is_done(commune, codes, colleague):
    page = text(send(client_for(commune.specialist), URL, item=values(codes)))
    assert "Nothing has been done yet" in page
    assert all(code in page for code in codes)
    assert page.count('type="radio"') == 2
    assert "There is no draft result yet." in page
    assert f'value="{colleague.account_id}"' in page
    assert f'value="{commune.specialist.account_id}"' not in page
    assert {one.state for one in items(codes)} == {ItemState.CLAIMED}


def test_the_same_outcome_finishes_each_by_itself_and_tells_what_failed(commune, codes):
    client, chosen = client_for(commune.specialist), values(codes)
    sent = {"act": "complete", "outcome": "propose_approve", "note": "Đủ điều kiện"}
    page = text(send(client, RUN, item=chosen, **sent))
    assert "2 of 3 are done." in page
    assert "There is no draft result yet." in page
    assert len(items(codes[:2], Act.APPROVE)) == 2
    assert items(codes[2:])[0].state is ItemState.CLAIMED
    again = text(send(client, RUN, item=chosen[:2], **sent))
    assert "2 of 2 are done." in again  # a double click: done, and done once


def test_who_may_not_finishes_none(commune, codes):
    sent = {"act": "complete", "outcome": "propose_approve"}
    page = text(send(client_for(commune.clerk), RUN, item=values(codes), **sent))
    assert "0 of 3 are done." in page
    page = text(send(client_for(commune.specialist), RUN, item=values(codes), act="complete"))
    assert "Choose one of the possible outcomes." in page


def test_sending_back_is_never_done_in_bulk(commune):
    with scope_use(SYSTEM), at():
        codes = [dossier_at(commune, Act.APPROVE) for _ in range(2)]
    page = text(send(client_for(commune.leader), URL, item=values(codes, Act.APPROVE)))
    assert 'value="approved"' in page
    assert 'value="returned"' not in page
    sent = {"act": "complete", "outcome": "returned", "note": "x"}
    page = text(send(client_for(commune.leader), RUN, item=values(codes, Act.APPROVE), **sent))
    assert "0 of 2 are done." in page
    page = text(
        send(client_for(commune.leader), RUN, item=values(codes, Act.APPROVE),
             act="complete", outcome="approved")
    )  # fmt: skip
    assert "2 of 2 are done." in page


def test_handed_over_is_taken_back_until_it_is_confirmed(commune, codes, colleague):
    client = client_for(commune.specialist)
    page = text(
        send(client, RUN, item=values(codes), act="hand_over", to=colleague.account_id, note="Nghỉ")
    )
    assert "3 of 3 are done." in page
    assert {(one.state, one.offered_to_id) for one in items(codes)} == {
        (ItemState.HANDED_OVER, colleague.account_id)
    }
    assert 'value="take_back"' in page
    with scope_use(SYSTEM), at(2):
        first = items(codes)[0]
        services.work_confirm_receipt(
            actor=colleague, item_id=first.id, expected_version=first.version
        )
    page = text(send(client, RUN, act="take_back", item=values(codes)))
    assert "2 of 3 are done." in page
    assert "Its receipt was confirmed already" in page
    holders = [one.claimed_by_id for one in items(codes)]
    assert holders == [colleague.account_id, *[commune.specialist.account_id] * 2]


def test_a_person_without_the_right_gets_nothing(commune, codes):
    page = text(
        send(client_for(commune.specialist), RUN, item=values(codes), act="hand_over",
             to=commune.clerk.account_id)
    )  # fmt: skip
    assert "0 of 3 are done." in page
    assert "This person may not do this step here." in page
    page = text(send(client_for(commune.specialist), RUN, item=values(codes), act="hand_over"))
    assert "Choose the person who gets the work." in page


def test_another_commune_sees_nothing_of_it(commune, codes):
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.SPECIALIST)
    page = text(send(client_for(stranger), URL, item=values(codes)))
    assert not any(code in page for code in codes)


def test_certified_copies_lead_to_their_own_page():
    commune = certifying_commune()
    with scope_use(SYSTEM):
        code = batch_taken(commune)
    page = text(send(client_for(commune.specialist), URL, item=values([code])))
    assert "on the page “Certified copies”" in page
    assert f"/office/certification/batches/{code}/" in page
    assert 'value="complete"' not in page

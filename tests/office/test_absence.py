"""My absence: recorded, extended, ended; the worklist of who stands in; what others may not."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.builders.identity import actor_make
from tests.office.acting import get, post, text

from motcua.identity.models import Substitution
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/absence/"


@pytest.fixture
def stand_in(commune):
    with scope_use(SYSTEM), at():
        return actor_make(role=Role.SPECIALIST, unit=commune.office)


def asked(person, **over):
    return {
        "substitute": person.account_id,
        "valid_from": "2026-09-10",
        "valid_to": "2026-09-14",
        "reason": "sick",
        "new_work": "substitute",
        "on_return": "back",
        **over,
    }


def test_from_the_form_to_the_worklist_of_the_substitute(commune, stand_in):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPRAISE)
    empty = text(get(commune.specialist, URL))
    assert "No absence of yours is recorded." in empty
    done = text(post(commune.specialist, URL, **asked(stand_in)))
    assert "It is recorded" in done
    assert '<span class="under">Sick</span>' in done
    there = text(get(stand_in, URL))
    assert commune.specialist.name in there
    assert '<span class="under">Sick</span>' not in there  # why, is not the substitute's business
    listed = text(get(stand_in, "/office/worklist/?view=others"))
    assert code in listed
    assert "away until" in listed
    assert "Take over" in listed
    assert "For colleagues who are away" not in text(get(commune.clerk, "/office/worklist/"))
    with scope_use(SYSTEM):
        row = Substitution.objects.get()
    taken = text(post(stand_in, f"{URL}take/", substitution=row.pk, back="/office/worklist/"))
    assert "1 piece of work is with you now." in taken
    with scope_use(SYSTEM):
        assert item_of(code, Act.APPRAISE).for_account_id == commune.specialist.account_id
    again = text(post(stand_in, f"{URL}take/", substitution=row.pk))
    assert "There is nothing to take over" in again


def test_wrong_answers_keep_what_was_typed(commune, stand_in):
    answer = post(commune.specialist, URL, **asked(stand_in, valid_to="2026-09-01"))
    assert answer.status_code == 422
    assert "The end must be after the beginning." in text(answer)
    post(commune.specialist, URL, **asked(stand_in))
    twice = post(commune.specialist, URL, **asked(stand_in, valid_to="2026-09-12"))
    assert "somebody stands in already" in text(twice)


def test_a_leader_is_asked_for_the_document_and_an_accountant_is_told_why_not(commune):
    with scope_use(SYSTEM), at():
        actor_make(role=Role.LEADER, unit=commune.unit)
        money = actor_make(role=Role.FINANCE, unit=commune.unit)
    page = text(get(commune.leader, URL))
    assert "Number and day of the document" in page
    assert "Nobody else holds this role" in text(get(commune.clerk, URL))
    assert get(money, URL).status_code == 404

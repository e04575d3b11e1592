"""Overdue without an apology is a list of its own, for leaders and directors."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.office.acting import get

from motcua.dossiers import services
from motcua.dossiers.types import LateCause
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATE, NEAR = 24 * 6, 24 * 4
URL = "/office/overdue/"


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def shown(actor, hours, which):
    return get(actor, f"{URL}?list={which}", hours=hours).content.decode()


def test_a_dossier_goes_from_list_to_list(commune, code):
    assert code not in shown(commune.leader, 2, "soon")
    assert code in shown(commune.leader, NEAR, "soon")
    assert code not in shown(commune.leader, NEAR, "overdue")
    for which in ("overdue", "cause", "nonsense"):
        assert code in shown(commune.leader, LATE, which)
    with scope_use(SYSTEM), at(LATE):
        services.lateness_explain(actor=commune.leader, code=code, cause=LateCause.STAFF)
    assert code not in shown(commune.leader, LATE, "cause")
    assert "Too few people" in shown(commune.leader, LATE, "overdue")
    with scope_use(SYSTEM), at(LATE):
        services.dossier_apologise(
            actor=commune.leader, code=code, cause=LateCause.STAFF, reason="Đang thẩm định",
            promised_on=date(2026, 9, 21),
        )  # fmt: skip
    assert code not in shown(commune.leader, LATE, "overdue")
    assert code in shown(commune.leader, LATE, "apologised")


def test_the_director_of_the_centre_sees_only_what_is_of_the_centre(commune, code):
    assert code not in shown(commune.director, LATE, "overdue")
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
    assert code not in shown(stranger, LATE, "overdue")


def test_a_damaged_place_begins_anew_and_a_counter_may_not(commune, code):
    assert code in shown(commune.leader, LATE, "overdue&after=x~1")
    with at(LATE):
        assert client_for(commune.counter).get(URL).status_code in {403, 404}

"""The dossier tells which reminders were sent to whom."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.office.acting import get, text

from motcua.dossiers.services.ladder import ladder_sweep
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
FRIDAY, WEDNESDAY = 26, 24 * 6 + 2


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM):
        with at():
            made = dossier_at(commune, Act.APPRAISE)
        for hours in (FRIDAY, WEDNESDAY):
            with at(hours):
                ladder_sweep()
    return made


def test_the_dossier_tells_what_was_sent_to_whom(commune, code):
    page = text(get(commune.specialist, f"/office/dossiers/{code}/reminders/", hours=WEDNESDAY))
    assert "Two working days before" in page
    assert "Overdue, day by day" in page
    assert commune.director.name in page


def test_another_unit_does_not_see_it(code):
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
    assert get(stranger, f"/office/dossiers/{code}/reminders/").status_code == 404

"""All the work of somebody who is away is taken at once, by who stands in."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.builders.identity import actor_make
from tests.office.acting import post, text
from tests.office.test_absence import asked

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


def test_everything_is_taken_and_a_stranger_takes_nothing(commune, stand_in):
    with scope_use(SYSTEM), at():
        codes = [dossier_at(commune, Act.APPRAISE) for _ in range(2)]
    post(commune.specialist, URL, **asked(stand_in))
    with scope_use(SYSTEM):
        number = Substitution.objects.get().pk
    assert post(commune.clerk, f"{URL}take/", substitution=number).status_code == 404
    assert "Choose whose work" in text(post(stand_in, f"{URL}take/", substitution="x"))
    page = text(post(stand_in, f"{URL}take/", substitution=number, back=URL))
    assert "2 pieces of work are with you now." in page
    with scope_use(SYSTEM):
        assert {item_of(code, Act.APPRAISE).claimed_by_id for code in codes} == {
            stand_in.account_id
        }

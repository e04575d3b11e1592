"""Cases of identity are listed for the responsible role of their unit alone."""

from __future__ import annotations

import pytest
from tests.builders.citizens import review_make
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import unit_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.django_db
URL = "/office/identity-cases/"


def test_only_ones_own_cases_and_only_for_who_decides_them():
    unit = unit_make()
    with scope_use(SYSTEM):
        review_make(unit_id=unit.id, name="Bà Mẫu", number="019090000077")
    own = client_for(actor_make(role=Role.DIRECTOR, unit=unit)).get(URL)
    assert "Bà Mẫu" in own.content.decode()
    other = client_for(actor_make(role=Role.DIRECTOR)).get(URL)
    assert "Bà Mẫu" not in other.content.decode()
    assert client_for(actor_make(role=Role.COUNTER, unit=unit)).get(URL).status_code == 404
    with scope_use(SYSTEM):
        review_make(unit_id=unit.id, number="019090000077").delete()
    empty = client_for(actor_make(role=Role.DIRECTOR, unit=unit)).get(URL).content.decode()
    assert "Bà Mẫu" not in empty

"""Officers see what waits in their own unit."""

from __future__ import annotations

import pytest
from tests.builders.citizens import relation_asked
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import unit_make

from motcua.identity.types import Role

pytestmark = pytest.mark.django_db


def test_only_the_requests_of_ones_own_unit_are_listed():
    unit = unit_make()
    relation_asked(unit_id=unit.id, name="Trẻ Mẫu")
    mine = client_for(actor_make(role=Role.COUNTER, unit=unit)).get("/office/relations/")
    assert "Trẻ Mẫu" in mine.content.decode()
    other = client_for(actor_make(role=Role.COUNTER)).get("/office/relations/")
    assert "Trẻ Mẫu" not in other.content.decode()
    assert (
        client_for(actor_make(role=Role.LEADER, unit=unit)).get("/office/relations/").status_code
        == 404
    )

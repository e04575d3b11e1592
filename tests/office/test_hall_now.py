"""The lists alone, asked for again and again."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of, commune_make
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def seated(db):
    made = hall_at_work()
    made.sit()
    return made


def test_the_lists_alone_are_small_and_need_a_hall(seated):
    seated.take()
    page = seated.get("/office/hall/now/").content.decode()
    assert "<html" not in page
    assert "A001" in page
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    assert client_for(stranger).get("/office/hall/now/").status_code == 204
    assert "No hall is set up here yet" in text(client_for(stranger).get("/office/hall/"))

"""Sitting down: one seat, one person; another centre has none."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make
from tests.office.hallwork import hall_at_work

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def seated(db):
    made = hall_at_work()
    made.sit()
    return made


def test_another_centres_numbers_and_counters_are_not_there(seated):
    ticket = seated.take()
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    assert seated.get(f"/office/hall/tickets/{ticket.id}/", stranger).status_code == 404
    for url in (f"counters/{seated.counters[0]}/sit/", f"counters/{seated.counters[0]}/leave/"):
        assert seated.post(f"/office/hall/{url}", stranger).status_code == 404
    for act in ("take-in", "call"):
        assert seated.post(f"/office/hall/tickets/{ticket.id}/{act}/", stranger).status_code == 404

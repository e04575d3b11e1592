"""The list of petitions: the most urgent first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.citizens import petition_asked
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import unit_make

from motcua.feedback.models import Petition
from motcua.identity.types import Role
from motcua.kernel import clock

pytestmark = pytest.mark.usefixtures("system_scope")


def test_late_ones_stand_first_and_say_so():
    unit = unit_make()
    numbers = [petition_asked(unit.id, f"H19.900.0{n}-260828-0001", text="x") for n in (1, 2)]
    for number, days in zip(numbers, (3, -1), strict=True):
        due = clock.now() + timedelta(days=days)
        Petition.objects.filter(number=number).update(due_at=due)
    client = client_for(actor_make(role=Role.DIRECTOR, unit=unit))
    shown = client.get("/office/petitions/").context["open"]
    assert [one.petition.number for one in shown] == [numbers[1], numbers[0]]
    assert [one.petition.late for one in shown] == [True, False]

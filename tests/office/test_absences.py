"""Absences of a unit: its head sees who is away and names who stands in."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.office.acting import get, post, text

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/absences/"


def test_the_head_names_a_substitute_and_reads_the_calendar(commune):
    with scope_use(SYSTEM), at():
        stand_in = actor_make(role=Role.SPECIALIST, unit=commune.office)
        stranger = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
    assert "Nobody is away" in text(get(commune.leader, URL))
    chosen = f"{URL}?posting={commune.specialist.postings[0].id}"
    assert stand_in.name in text(get(commune.leader, chosen))
    data = {
        "substitute": stand_in.account_id, "valid_from": "2026-09-11", "valid_to": "2026-09-14",
        "reason": "trip", "new_work": "pool", "on_return": "stay",
    }  # fmt: skip
    page = text(post(commune.leader, chosen, **data))
    assert "both of them are told" in page
    assert "Business trip" in page
    assert page.count("absence-away") == 4
    assert "Nobody is away" in text(get(stranger, URL))
    assert get(commune.specialist, URL).status_code == 404
    foreign = post(stranger, chosen, **data)
    assert commune.specialist.name not in text(foreign)


def test_a_substitute_is_named_only_for_people_of_the_own_units(commune):
    with scope_use(SYSTEM), at():
        stranger = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
    page = text(get(stranger, f"{URL}?posting={commune.specialist.postings[0].id}"))
    assert "Record the substitution" not in page

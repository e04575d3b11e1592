"""Bodies beside the People's Committees: who decides, and what they may open."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.organisations import commune_make
from tests.builders.procedures import LONG_AGO, version_make

from motcua.kernel.errors import Refused
from motcua.organisations.queries import agency_identifiers, unit_descendant_ids, unit_get
from motcua.organisations.services import bodies_ensure
from motcua.procedures.queries import competence_of, competent_body, territory_of
from motcua.procedures.services import offering_open

RESIDENCE, IDENTITY = "1.004222", "1.014062"
TODAY = date(2026, 9, 10)


@pytest.fixture
def commune(system_scope):
    return commune_make(code="05528")


def test_a_body_stands_under_its_own_superior_and_not_under_the_commune(commune):
    police, insurance = bodies_ensure(commune.id, ("ca", "bhxh"))
    assert police.full_name == "Công an phường Bách Quang"
    assert insurance.full_name == "Bảo hiểm xã hội cơ sở phường Bách Quang"
    assert not {police.id, insurance.id} & unit_descendant_ids(commune.id)
    above = unit_get(police.parent_id)
    assert (above.code, above.parent_id) == ("19.ca", None)
    assert agency_identifiers([police.id]) == {police.id: "G01.19.055.28"}
    assert bodies_ensure(commune.id, ("ca", "bhxh")) == [police, insurance]
    assert territory_of(police, TODAY) == unit_get(commune.id)


def test_the_body_of_the_tier_is_competent_from_its_day_on(commune):
    [police] = bodies_ensure(commune.id, ("ca",))
    place = unit_get(commune.id)
    assert competent_body(RESIDENCE, place, TODAY) == police
    assert competent_body(IDENTITY, place, TODAY) is None  # not known here yet
    [division] = bodies_ensure(place.parent_id, ("pc06",))
    assert competent_body(IDENTITY, place, TODAY) == division
    assert division.parent_id == police.parent_id
    assert competent_body("1.001193", place, TODAY) is None
    assert competence_of(RESIDENCE, date(2025, 6, 30)) is None


def test_only_the_competent_body_opens_the_procedure(commune):
    police, insurance = bodies_ensure(commune.id, ("ca", "bhxh"))
    version_make(code=RESIDENCE)
    offering = offering_open(actor=None, unit_id=police.id, code=RESIDENCE, units={}, at=LONG_AGO)
    assert set(offering.roles_units.values()) == {police.id}
    for other in (insurance.id, police.parent_id):
        with pytest.raises(Refused) as refusal:
            offering_open(actor=None, unit_id=other, code=RESIDENCE, units={}, at=LONG_AGO)
        assert refusal.value.code == "procedure_other_level"

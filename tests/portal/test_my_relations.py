"""Both sides of every relation, and the switch."""

from __future__ import annotations

import pytest

from tests.builders.citizens import acting_for, citizen_make, client_of

pytestmark = pytest.mark.django_db


def test_both_sides_see_it_and_the_number_only_in_part():
    citizen, other = citizen_make(), citizen_make(name="Bà Mẫu")
    acting_for(citizen, other)
    html = client_of(citizen).get("/my/relations/").content.decode()
    assert "Bà Mẫu" in html
    assert other.person.id_number not in html
    assert citizen.person.name in client_of(other).get("/my/relations/").content.decode()


def test_a_stranger_sees_nothing():
    acting_for(citizen_make(name="A Mẫu"), citizen_make(name="B Mẫu"))
    html = client_of(citizen_make()).get("/my/relations/").content.decode()
    assert "A Mẫu" not in html
    assert "B Mẫu" not in html

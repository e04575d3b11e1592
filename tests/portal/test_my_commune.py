"""Saying where one lives, by any name of the place."""

from __future__ import annotations

import pytest

from motcua.citizens.models import Person
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.citizens import citizen_make, client_of
from tests.builders.organisations import commune_make, province_make

pytestmark = pytest.mark.django_db
URL = "/my/commune/"


def commune_of(citizen):
    with scope_use(SYSTEM):
        person = Person.objects.get(pk=citizen.person_id)
    return person.unit_code, person.unit_source


def test_a_name_is_enough_and_the_page_says_where_it_comes_from():
    with scope_use(SYSTEM):
        commune = commune_make()
    citizen = citizen_make(address="")
    client = client_of(citizen)
    assert URL in client.get("/my/data/").content.decode()
    assert client.post(URL, {"place": "Bách Quang"}).url == "/my/data/"
    assert commune_of(citizen) == (commune.code, "person")
    assert commune.full_name in client.get("/my/data/").content.decode()


def test_one_of_several_is_chosen_and_an_unknown_one_is_told():
    with scope_use(SYSTEM):
        commune_make()
        other = commune_make(code="09999", province=province_make(code="20"))
    citizen = citizen_make()
    client = client_of(citizen)
    assert client.post(URL, {"place": "Xã Không Có"}).status_code == 422
    several = client.post(URL, {"place": "Bách Quang"})
    assert several.status_code == 422
    assert f'value="{other.id}"' in several.content.decode()
    client.post(URL, {"place": "Bách Quang", "unit": str(other.id)})
    assert commune_of(citizen) == (other.code, "person")


def test_it_can_be_read_from_the_address_again():
    with scope_use(SYSTEM):
        commune = commune_make()
    citizen = citizen_make(unit_code="x", unit_source="person")
    client = client_of(citizen)
    assert 'name="address"' in client.get(URL).content.decode()
    client.post(URL, {"address": "1"})
    assert commune_of(citizen) == (commune.code, "address")

"""Comparing one request with its paper."""

from __future__ import annotations

import pytest
from tests.builders.citizens import citizen_make, client_of, relation_asked
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import unit_make

from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return unit_make()


def test_confirming_lets_the_person_act_and_the_reading_is_written_down(unit):
    citizen = citizen_make()
    path = f"/office/relations/{relation_asked(unit_id=unit.id, by=citizen)}/"
    client = client_for(actor_make(role=Role.COUNTER, unit=unit))
    assert "giay-khai-sinh.pdf" in client.get(path).content.decode()
    assert AccessRecord.objects.count() == 1
    assert client.post(path, {"confirm": "1"}).url == "/office/relations/"
    assert "/my/acting/" in client_of(citizen).get("/my/relations/").content.decode()


def test_a_refusal_needs_words_and_the_person_reads_them(unit):
    citizen = citizen_make()
    path = f"/office/relations/{relation_asked(unit_id=unit.id, by=citizen)}/"
    client = client_for(actor_make(role=Role.COUNTER, unit=unit))
    assert client.post(path, {"refuse": "1"}).status_code == 422
    assert client.post(path, {"refuse": "1", "note": "Giấy mờ"}).status_code == 302
    assert "Giấy mờ" in client_of(citizen).get("/my/relations/").content.decode()
    assert client.post(path, {"confirm": "1"}).status_code == 422, "decided already"


def test_another_units_request_is_not_there(unit):
    path = f"/office/relations/{relation_asked(unit_id=unit.id)}/"
    client = client_for(actor_make(role=Role.COUNTER))
    assert client.get(path).status_code == 404
    assert client.post(path, {"confirm": "1"}).status_code == 404

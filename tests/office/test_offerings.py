"""What a unit takes in: shown to those who may change it."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.procedures import version_make

from motcua.identity.types import Role

pytestmark = pytest.mark.django_db
OFFERINGS = "/office/offerings/"


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work()


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.BUSINESS_ADMIN])
def test_they_see_what_is_open_and_what_is_missing_elsewhere(commune, role):
    version_make(name="Thủ tục thiếu thời hạn", limit="")
    client = client_for(actor_make(role=role, unit=commune.unit))
    page = client.get(OFFERINGS).content.decode()
    assert commune.offering.code in page
    assert commune.centre.full_name in page
    found = client.get(OFFERINGS, {"q": "thieu thoi han"}).content.decode()
    assert "It lacks: time limit" in found
    assert "No procedure fits" in client.get(OFFERINGS, {"q": "zzz"}).content.decode()


def test_others_do_not_find_the_page(commune):
    for actor in (commune.counter, commune.leader, commune.specialist):
        assert client_for(actor).get(OFFERINGS).status_code == 404


def test_a_unit_that_is_not_theirs_is_not_there(commune):
    other = commune_make(name="Xa")
    client = client_for(actor_make(role=Role.CONTROLLER, unit=commune.unit))
    assert client.get(OFFERINGS, {"unit": other.code}).status_code == 404
    assert client.get(OFFERINGS, {"unit": "'\x00"}).status_code == 404


def test_statements_stay_fixed(commune, django_assert_max_num_queries):
    client = client_for(actor_make(role=Role.CONTROLLER, unit=commune.unit))
    client.get(OFFERINGS)
    with django_assert_max_num_queries(16):
        client.get(OFFERINGS)

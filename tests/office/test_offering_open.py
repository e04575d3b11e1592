"""Opening a procedure for intake: its units, and the list of what is missing."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.procedures import version_make

from motcua.identity.types import Role
from motcua.kernel.errors import NotFound
from motcua.procedures.queries import offering_get

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work()


@pytest.fixture
def client(commune):
    return client_for(actor_make(role=Role.CONTROLLER, unit=commune.unit))


def address(commune, version):
    return f"/office/offerings/{commune.unit.id}/{version.code}/open/"


def units(commune, **over):
    return {"receiving": commune.centre.id, "handling": commune.office.id, **over}


def test_a_complete_procedure_is_opened_with_the_units_chosen(commune, client):
    version = version_make(name="Thủ tục mới")
    assert "Counter that receives" in client.get(address(commune, version)).content.decode()
    answer = client.post(address(commune, version), units(commune))
    assert answer["Location"] == f"/office/offerings/?unit={commune.unit.code}"
    offering = offering_get(unit_id=commune.unit.id, code=version.code)
    assert offering.roles_units["receiving"] == commune.centre.id
    assert client.post(address(commune, version), units(commune)).status_code == 302  # twice


def test_an_incomplete_record_is_refused_with_what_it_lacks(commune, client):
    version = version_make(limit="", legal_basis=[])
    page = client.get(address(commune, version)).content.decode()
    assert "time limit" in page
    assert "legal basis" in page
    answer = client.post(address(commune, version), units(commune))
    assert answer.status_code == 422
    assert "It lacks: time limit, legal basis" in answer.content.decode()
    with pytest.raises(NotFound):
        offering_get(unit_id=commune.unit.id, code=version.code)


def test_a_process_with_a_province_asks_for_the_department(commune, client):
    version = version_make(process_key="provincial_step")
    page = client.get(address(commune, version)).content.decode()
    assert "Department of the province" in page
    answer = client.post(address(commune, version), units(commune))
    assert answer.status_code == 422
    assert "Choose a unit" in answer.content.decode()


def test_units_of_others_and_damaged_ids_are_refused_at_their_field(commune, client):
    other = commune_make(name="Xa")
    version = version_make()
    for wrong in (other.id, "x", "", "9" * 30):
        answer = client.post(address(commune, version), units(commune, receiving=wrong))
        assert answer.status_code == 422, wrong


def test_only_those_who_may_offer_and_only_in_their_unit(commune, client):
    other, version = commune_make(name="Xa"), version_make()
    away = f"/office/offerings/{other.id}/{version.code}/open/"
    assert client.get(away).status_code == 404
    assert client.post(away, {}).status_code == 404
    assert client_for(commune.leader).get(address(commune, version)).status_code == 404
    assert client.get(f"/office/offerings/{commune.unit.id}/9.x/open/").status_code == 404

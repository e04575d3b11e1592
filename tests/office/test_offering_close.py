"""Closing a procedure for intake."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.procedures.queries import offerings_of

pytestmark = pytest.mark.django_db


def test_a_closed_procedure_is_no_longer_taken_in(system_scope):
    with at():
        commune = commune_at_work()
        client = client_for(actor_make(role=Role.CONTROLLER, unit=commune.unit))
        address = f"/office/offerings/{commune.unit.id}/{commune.offering.code}/close/"
        assert client.get(address).status_code == 405
        assert client_for(commune.counter).post(address).status_code == 404
        assert client.post(address).status_code == 302
        assert client.post(address).status_code == 404  # nothing open any more
    with at(1):
        assert offerings_of(commune.unit.id) == []
        intake = client_for(commune.counter)
        data = {"unit": commune.unit.id, "procedure": commune.offering.code}
        assert intake.get("/office/intake/", data).status_code == 404

"""A part of the counter's pages; its walk stands in test_intake."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for

pytestmark = pytest.mark.django_db


def test_an_acceptance_after_hours_starts_at_the_next_opening(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at(12):
        commune = commune_at_work()
        address = f"/office/intake/due/{commune.unit.id}/{commune.offering.code}/"
        page = client_for(commune.counter).get(address).content.decode()
        assert "outside office hours" in page
        assert client_for(commune.leader).get(address).status_code == 404
        assert dossier_accepted(commune)

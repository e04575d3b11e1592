"""A part of the counter's pages; its walk stands in test_intake."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for

pytestmark = pytest.mark.django_db


def test_it_shows_code_date_and_what_comes_next(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        commune = commune_at_work()
        code = dossier_accepted(commune)
        page = client_for(commune.counter).get(f"/office/intake/done/{code}/").content.decode()
        for piece in (code, "Tuesday 15/9/2026, 09:00", "Next dossier", "To be paid: 8,000"):
            assert piece in page
        assert client_for(commune.leader).get(f"/office/intake/done/{code}/").status_code == 404
        unknown = client_for(commune.counter).get("/office/intake/done/H19-260910-9999/")
        assert unknown.status_code == 404

"""What the counter has still to digitise."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_nothing_to_digitise_says_so(commune):
    assert (
        "Everything is digitised"
        in client_for(commune.counter).get("/office/digitise/").content.decode()
    )


def test_a_dossier_with_papers_is_listed(commune, scan_code):
    page = client_for(commune.counter).get("/office/digitise/").content.decode()
    assert scan_code in page
    assert "1 dossier has papers" in page

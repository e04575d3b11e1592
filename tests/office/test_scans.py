"""Where each component stands."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.scanned import digitised

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_lists_tell_what_is_to_do(commune, scan_code, scan_url):
    client = client_for(commune.counter)
    listed = client.get("/office/digitise/").content.decode()
    assert scan_code in listed
    page = client.get(f"/office/dossiers/{scan_code}/scans/").content.decode()
    assert "To be digitised" in page
    with scope_use(SYSTEM):
        digitised(commune, scan_code)
    page = client.get(f"/office/dossiers/{scan_code}/scans/").content.decode()
    assert "Digitised, not signed" in page
    assert "019090000001" in page
    dossier = client.get(f"/office/dossiers/{scan_code}/").content.decode()
    assert "Component digitised" in dossier

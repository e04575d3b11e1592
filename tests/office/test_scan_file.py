"""The PDF made of a component, before it is compared."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.scanned import scan_made

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_pdf_is_handed_out_while_it_waits(commune, scan_code, scan_url):
    client = client_for(commune.counter)
    assert client.get(f"{scan_url}pdf/").status_code == 404
    with scope_use(SYSTEM):
        scan_made(commune, scan_code)
    assert client.get(f"{scan_url}pdf/")["Content-Type"] == "application/pdf"

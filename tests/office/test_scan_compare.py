"""Comparing with the original: from the PDF to the digital copy."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.scanned import component_of, scan_made
from tests.builders.scans import blurred, jpeg, page_draw

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.digital import components_digital
from motcua.dossiers.scan_types import DigitalState
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def state(code):
    with scope_use(SYSTEM):
        return components_digital(dossier_get(code).id)[component_of(code)]


def test_the_officer_ticks_and_the_copy_is_kept(commune, scan_code, scan_url):
    client = client_for(commune.counter)
    with scope_use(SYSTEM):
        made = scan_made(commune, scan_code)
    page = client.get(f"{scan_url}compare/").content.decode()
    assert "The check found nothing wrong" in page
    assert "tesseract) is not installed" in page
    assert client.get(f"{scan_url}pdf/")["Content-Type"] == "application/pdf"
    wrong = client.post(f"{scan_url}compare/", {"sha256": made.sha256})
    assert wrong.status_code == 422
    assert "tick that it is the same" in wrong.content.decode()
    answer = client.post(f"{scan_url}compare/", {"sha256": made.sha256, "is_same": "on"})
    assert answer["Location"] == f"{scan_url}sign/"
    assert state(scan_code).state is DigitalState.DIGITISED
    assert client.get(f"{scan_url}compare/").status_code == 302  # nothing waits any more
    assert client.get(f"{scan_url}pdf/").status_code == 404


def test_a_failed_check_asks_for_a_reason(commune, scan_code, scan_url):
    with scope_use(SYSTEM):
        made = scan_made(commune, scan_code, jpeg(blurred(page_draw(), 7)))
    client = client_for(commune.counter)
    page = client.get(f"{scan_url}compare/").content.decode()
    assert "too blurred to read" in page
    wrong = client.post(f"{scan_url}compare/", {"sha256": made.sha256, "is_same": "on"})
    assert "Say why the copy is good enough" in wrong.content.decode()

"""The digital copy is signed, or sealed."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.scanned import component_of, digitised
from tests.builders.signatures import commune_keys, holder_for, signers

from motcua.documents.signatures.types import Role
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.digital import components_digital
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def state(code):
    with scope_use(SYSTEM):
        return components_digital(dossier_get(code).id)[component_of(code)]


def test_the_copy_is_sealed_and_shown(commune, scan_code, scan_url, tmp_path):
    with scope_use(SYSTEM):
        digitised(commune, scan_code)
        keys = commune_keys(commune)
    client = client_for(commune.counter)
    assert "Neither you nor your unit" in client.get(f"{scan_url}sign/").content.decode()
    with signers(tmp_path, keys):
        assert "digital seal of your unit" in client.get(f"{scan_url}sign/").content.decode()
        sha256 = state(scan_code).copy.sha256
        stale = client.post(f"{scan_url}sign/", {"sha256": "0" * 64}, follow=True)
        assert "Somebody else has changed" in stale.content.decode()
        done = client.post(f"{scan_url}sign/", {"sha256": sha256}, follow=True).content.decode()
    assert "The digital copy is signed" in done
    assert "Digitised and signed" in done
    assert client.get(f"{scan_url}sign/").status_code == 302


def test_an_officer_signs_with_the_own_key_and_a_refusal_changes_nothing(
    commune, scan_code, scan_url, tmp_path
):
    with scope_use(SYSTEM):
        digitised(commune, scan_code)
        keys = commune_keys(commune)
    own = f"account:{commune.counter.username}"
    before, client = state(scan_code), client_for(commune.counter)
    sent = {"sha256": before.copy.sha256}
    with signers(tmp_path / "other", {**keys, own: holder_for("Ai Khác")}):
        told = client.post(f"{scan_url}sign/", sent, follow=True).content.decode()
    assert "not for whoever signs here" in told
    assert state(scan_code) == before
    with signers(tmp_path / "own", {**keys, own: holder_for(commune.counter.name)}):
        assert (
            "your own digital certificate: you answer"
            in client.get(f"{scan_url}sign/").content.decode()
        )
        done = client.post(f"{scan_url}sign/", sent, follow=True).content.decode()
    assert "Digitised and signed" in done
    assert [one.role for one in state(scan_code).copy.signatures] == [Role.PERSONAL]

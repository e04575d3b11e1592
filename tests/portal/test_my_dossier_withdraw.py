"""A dossier is withdrawn with a reason, and never from a stale page."""

from __future__ import annotations

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import Status
from tests.portal.owning import url
from tests.portal.test_receipt import sent
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_it_is_withdrawn_with_a_reason_and_never_from_a_stale_page(walker):
    code = sent(walker).code
    page = url("my_dossier_withdraw", code)
    version = dossier_get(code).version
    assert walker.post(page, {"version": version}).status_code == 422
    stale = walker.post(page, {"version": version - 1, "reason": "Nhầm"})
    assert stale.status_code == 422
    assert "Nhầm" in text(stale)
    assert walker.post(page, {"version": version, "reason": "Nhầm"}).status_code == 302
    assert dossier_get(code).status is Status.WITHDRAWN
    assert walker.get(page).status_code == 302

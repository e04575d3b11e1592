"""The slip again, by its own address."""

from __future__ import annotations

import pytest

from motcua.dossiers.slip_paper import slip_pdf
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.documents import pdf_text
from tests.portal.following import (
    NAME,
    accepted,
    address,
    client,
    commune,
    refused,
)

__all__ = ["client", "commune"]
pytestmark = pytest.mark.django_db


def test_the_slip_is_the_same_paper_as_at_the_counter(client, commune):
    code = accepted(commune)
    html = client.get(address(code)).content.decode()
    assert address(code, "slip") in html
    answer = client.get(address(code, "slip"))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    with scope_use(SYSTEM):
        assert pdf_text(answer.content) == pdf_text(slip_pdf(code))
    assert NAME in pdf_text(answer.content)


def test_what_was_refused_has_no_slip(client, commune):
    assert client.get(address(refused(commune), "slip")).status_code == 404

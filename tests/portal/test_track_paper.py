"""A letter of the office, by the address of the slip."""

from __future__ import annotations

import pytest

from tests.builders.documents import pdf_text
from tests.portal.following import (
    NAME,
    accepted,
    address,
    client,
    commune,
    paper_of,
    refused,
)

__all__ = ["client", "commune"]
pytestmark = pytest.mark.django_db


def test_the_letter_is_the_one_that_was_issued(client, commune):
    code = refused(commune)
    paper = paper_of(code)
    answer = client.get(address(code, paper.id))
    assert answer["Content-Disposition"] == f'attachment; filename="{code}-form-03-{paper.seq}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    printed = pdf_text(answer.content)
    assert "Không thuộc thẩm quyền" in printed
    assert NAME in printed


def test_letters_of_another_dossier_are_not_found(client, commune):
    mine, other = accepted(commune), refused(commune)
    assert client.get(address(mine, paper_of(other).id)).status_code == 404
    assert client.get(address(mine, 10**9)).status_code == 404

"""The receipt on paper."""

from __future__ import annotations

import io

import pikepdf
from django.urls import reverse

from tests.portal.test_receipt import sent
from tests.portal.walking import walker

__all__ = ["walker"]


def test_it_is_a_pdf_with_a_name_that_says_which(walker):
    receipt = sent(walker)
    answer = walker.get(reverse("portal:receipt_pdf", args=[receipt.code]))
    assert answer["Content-Type"] == "application/pdf"
    assert receipt.code in answer["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1


def test_another_persons_is_not_found(walker):
    url = reverse("portal:receipt_pdf", args=[sent(walker).code])
    assert walker.get(url, walker.stranger).status_code == 404

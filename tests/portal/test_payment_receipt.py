"""The receipt of a payment as PDF: one's own, and nobody else's."""

# ruff: noqa: F811 - fixtures are asked for by name
from __future__ import annotations

from tests.builders.citizens import citizen_make, client_of
from tests.builders.paying import bank_tells, browser, citizen, order, unit, url  # noqa: F401


def test_the_receipt_is_a_pdf_that_nobody_keeps(browser, order):
    assert browser.get(url(order, "receipt/")).status_code == 404  # not paid yet
    bank_tells(order)
    answer = browser.get(url(order, "receipt/"))
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]


def test_another_person_s_receipt_is_not_there(order):
    bank_tells(order)
    assert client_of(citizen_make()).get(url(order, "receipt/")).status_code == 404

"""My payments and their receipts."""

# ruff: noqa: F811 - fixtures are asked for by name
from __future__ import annotations

import pytest

from tests.builders.paying import (  # noqa: F401 - fixtures among them
    bank_tells,
    browser,
    citizen,
    order,
    text,
    unit,
)
from tests.builders.payments import order_make

pytestmark = pytest.mark.usefixtures("db")


def test_my_payments_show_what_is_owed_and_the_receipts(browser, order, unit, citizen):
    paid = order_make(unit, persons=[citizen.subject_id], amount_vnd=50_000)
    bank_tells(paid)
    page = text(browser.get("/my/payments/"))
    assert "50,000" in page
    assert "Receipt (PDF)" in page
    assert "Pay now" in page

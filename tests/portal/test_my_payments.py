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


def test_paid_and_owed_ones_are_shown_apart(browser, order, unit, citizen):
    paid = order_make(unit, persons=[citizen.subject_id], amount_vnd=50_000)
    bank_tells(paid)
    owed, done = (text(browser.get(f"/my/payments/?state={one}")) for one in ("owed", "paid"))
    assert ("50,000" in owed, "Pay now" in owed) == (False, True)
    assert ("50,000" in done, "Pay now" in done) == (True, False)
    assert "/my/payments/" in text(browser.get("/my/payments/?state=over"))
    assert "50,000" in text(browser.get("/my/payments/?state=nonsense"))

"""Whoever holds a receipt may check it."""

# ruff: noqa: F811 - fixtures are asked for by name
from __future__ import annotations

import pytest
from django.test import Client

from motcua.identity.types import Action, Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import services
from motcua.payments.types import Method
from tests.builders.identity import actor_make
from tests.builders.paying import (  # noqa: F401 - fixtures among them
    browser,
    citizen,
    english_of,
    order,
    text,
    unit,
)

pytestmark = pytest.mark.usefixtures("db")


def test_anybody_may_check_a_receipt_and_sees_the_name_in_part(order, unit):
    visitor = english_of(Client())
    with scope_use(SYSTEM):
        counter = actor_make(role=Role.COUNTER, unit=unit)
        posting = counter.posting_for(Action.DOSSIER_FEE, unit.id)
        receipt = services.cash_take(order=order, posting=posting, method=Method.CASH)
    page = text(visitor.get(f"/verify/receipt/?code={receipt.code}"))
    assert receipt.number in page
    assert "N. V. M." in page
    assert "Nguyễn Văn Mẫu" not in page
    assert receipt.number in text(visitor.get("/verify/receipt/", {"code": receipt.code.lower()}))
    assert visitor.get("/verify/receipt/").status_code == 200
    for _try in range(30):
        assert visitor.get("/verify/receipt/?code=AAAA").status_code == 404
    assert visitor.get("/verify/receipt/?code=AAAA").status_code == 429

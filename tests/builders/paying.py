"""What the tests of paying at the portal share; fixtures are imported by name."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import queries, services
from motcua.payments.types import OrderState
from tests.builders.citizens import citizen_make, client_of
from tests.builders.organisations import commune_make
from tests.builders.payments import account_make, order_make


@pytest.fixture
def unit(db: None) -> Any:
    """A commune with an account for transfers."""
    with scope_use(SYSTEM):
        unit = commune_make()
    account_make(unit)
    return unit


@pytest.fixture
def citizen(db: None) -> Any:
    """A citizen who owes something."""
    return citizen_make()


@pytest.fixture
def order(unit: Any, citizen: Any) -> Any:
    """What the citizen owes."""
    return order_make(unit, persons=[citizen.subject_id])


@pytest.fixture
def browser(citizen: Any) -> Any:
    """The citizen's browser, in English."""
    return english_of(client_of(citizen))


def english_of(browser: Any) -> Any:
    """Let a browser read English."""
    browser.cookies["motcua_language"] = "en"
    return browser


def url(order: Any, rest: str = "") -> str:
    """Return the address of an order's page."""
    return f"/my/payments/{order.code}/{rest}"


def text(answer: Any) -> str:
    """Return a page's words."""
    assert answer.status_code == 200, answer.status_code
    return " ".join(unescape(answer.content.decode()).split())


def state(order: Any) -> OrderState:
    """Return how an order stands."""
    with scope_use(SYSTEM):
        return queries.order_get(order.code).state


def live(order: Any) -> Any:
    """Return the live attempt of an order."""
    with scope_use(SYSTEM):
        return queries.order_get(order.code).attempt


def bank_tells(order: Any, amount_vnd: int | None = None) -> None:
    """Let the bank tell that an order was paid."""
    with scope_use(SYSTEM):
        amount = order.amount_vnd if amount_vnd is None else amount_vnd
        row = services.StatementRow(f"FT{order.code}", clock.now(), amount, order.code)
        services.statement_import(unit_id=order.unit_id, rows=[row])

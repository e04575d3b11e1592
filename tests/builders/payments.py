"""Orders for tests, and the simulated payment platform with somebody who pays on it.

Import the fixtures into a conftest: `from tests.builders.payments import platform` and
`from tests.builders.simulators import simulators`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from typing import Any

import pytest
import requests

from motcua.identity.types import Action, Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import services
from motcua.payments.providers import provider_forget, provider_register
from motcua.payments.queries.desk import mismatches
from motcua.payments.types import (
    AttemptView,
    BankAccountView,
    LineInput,
    Method,
    OrderView,
)
from tests.builders.identity import actor_make

_number = count(1)
ACCOUNT = BankAccountView("970403", "Ngân hàng Mẫu", "0011012345678", "UBND phường Mẫu")


def texts(text: str) -> dict[str, str]:
    """Return a text in every language."""
    return {"vi": text, "en": f"{text} (en)", "id": f"{text} (id)"}


def order_make(unit: Any, *, amount_vnd: int = 8_000, **over: Any) -> OrderView:
    """Make an order of one line for a unit (a Unit, a UnitView or an id)."""
    fields: dict[str, Any] = {
        "subject": f"sample:{next(_number)}",
        "unit_id": int(getattr(unit, "id", unit)),
        "payer_name": "Nguyễn Văn Mẫu",
        "lines": [LineInput(texts("Lệ phí"), amount_vnd, texts("1 bản"), "281/2016/TT-BTC")],
        "purpose": texts("Trích lục"),
        **over,
    }
    with scope_use(SYSTEM):
        return services.order_make(**fields)


def mismatch_make(unit: Any) -> int:
    """Let a bank tell of money that names nothing; return the difference."""
    unit_id = int(getattr(unit, "id", unit))
    with scope_use(SYSTEM):
        row = services.StatementRow(f"FT-{next(_number)}", clock.now(), 5_000, "le phi")
        services.statement_import(unit_id=unit_id, rows=[row])
        return max(one.id for one in mismatches() if one.unit_id == unit_id)


def account_make(unit: Any) -> BankAccountView:
    """Give a unit an account for transfers."""
    with scope_use(SYSTEM):
        services.account_set(
            unit_id=int(getattr(unit, "id", unit)),
            account=ACCOUNT,
            valid_from=date(2025, 7, 1),
            source="sample",
        )
    return ACCOUNT


def cash_taken(unit: Any, actor: Actor, amount_vnd: int = 8_000) -> OrderView:
    """Let an official take the cash of an order; return the order."""
    order = order_make(unit, amount_vnd=amount_vnd)
    with scope_use(SYSTEM):
        posting = actor.posting_for(Action.DOSSIER_FEE, order.unit_id)
        services.cash_take(order=order, posting=posting, method=Method.CASH)
    return order


def account_change_make(unit: Any) -> int:
    """Let somebody enter a new account of a unit; return the change that waits."""
    with scope_use(SYSTEM):
        return services.account_enter(
            actor=actor_make(role=Role.FINANCE, unit=unit),
            unit_id=int(getattr(unit, "id", unit)),
            account=ACCOUNT,
            valid_from=clock.today(),
            source="sample of a decision",
        )


@dataclass
class Call:
    """A call-back as the platform sent it."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class World:
    """The platform, and what it has called back."""

    url: str
    calls: list[Call] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)

    def fault(self, mode: str, seconds: float = 1.0) -> None:
        """Tell the platform to fail."""
        requests.post(
            f"{self.url}/payments/fault", json={"mode": mode, "seconds": seconds}, timeout=5
        ).raise_for_status()

    def end(self, attempt: AttemptView, how: str = "pay") -> str:
        """Be the payer on the platform's page; return where it sends the browser."""
        page = requests.get(attempt.redirect_url, timeout=5)
        assert page.ok, page.text
        answer = requests.post(
            attempt.redirect_url, data={"end": how}, timeout=5, allow_redirects=False
        )
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def called(self, number: int, within: float = 10.0) -> list[Call]:
        """Wait until so many call-backs have come and return them."""
        until = time.monotonic() + within
        with self.came:
            while len(self.calls) < number:
                assert self.came.wait(until - time.monotonic()), f"{len(self.calls)} call-backs"
            return list(self.calls)


@pytest.fixture
def platform(simulators: str, settings: Any) -> Iterator[World]:
    """Point Motcua at the simulated platform and catch what it calls back."""
    from motcua.exchange import payments

    world = World(simulators)

    class Catcher(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with world.came:
                world.calls.append(Call(self.path, dict(self.headers), body))
                world.came.notify_all()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Catcher)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    settings.PAYMENT_URL = f"{simulators}/payments"
    settings.PAYMENT_SECRET = "motcua-simulator"
    settings.PAYMENT_CALLBACK_URL = f"http://127.0.0.1:{server.server_port}"
    settings.PAYMENT_TIMEOUT_SECONDS = 2
    payments.breaker.reset()
    provider_register(payments.Platform())
    yield world
    world.fault("")
    provider_forget(Method.PLATFORM)
    server.shutdown()
    server.server_close()

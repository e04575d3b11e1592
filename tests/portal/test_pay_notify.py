"""Call-backs of the payment platform: genuine ones are taken, forged ones are not."""

# ruff: noqa: F811 - fixtures are asked for by name
from __future__ import annotations

import pytest

from motcua.payments import services
from motcua.payments.types import OrderState
from tests.builders.paying import (  # noqa: F401 - fixtures among them
    browser,
    citizen,
    live,
    order,
    state,
    unit,
    url,
)
from tests.builders.payments import platform  # noqa: F401 - fixture
from tests.builders.simulators import simulators  # noqa: F401 - fixture

pytestmark = pytest.mark.usefixtures("db")


def test_a_genuine_call_back_is_taken_and_a_forged_one_is_not(browser, order, platform, client):
    platform.fault("forge")
    browser.post(url(order), {"action": "platform"})
    attempt = live(order)
    platform.end(attempt)
    true, forged = platform.called(2)
    for call, status in [(forged, 400), (true, 204), (true, 204)]:
        answer = client.post(
            call.path,
            data=call.body,
            content_type="application/json",
            headers={k: v for k, v in call.headers.items() if k.startswith("X-")},
        )
        assert answer.status_code == status
    assert state(order) is OrderState.PAYING  # only a reason to ask
    assert services.attempts_poll() == 1
    assert state(order) is OrderState.PAID
    assert client.post("/pay/notify/", data=b"x" * 20_000, content_type="x/y").status_code == 413
    assert client.get("/pay/notify/").status_code == 405

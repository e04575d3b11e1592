"""Back from the payment platform: what is known, and nothing that is not."""

# ruff: noqa: F811 - fixtures are asked for by name
from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.models import FeeOrder, PaymentAttempt
from tests.builders.paying import (  # noqa: F401 - fixtures among them
    browser,
    citizen,
    live,
    order,
    text,
    unit,
    url,
)
from tests.builders.payments import platform  # noqa: F401 - fixture
from tests.builders.simulators import simulators  # noqa: F401 - fixture

pytestmark = pytest.mark.usefixtures("db")


def test_the_platform_and_back(browser, order, platform):
    away = browser.post(url(order), {"action": "platform"})
    assert away.status_code == 302
    assert away.url.startswith(f"{platform.url}/payments/pay/")
    assert "not finished" in text(browser.get(url(order)))
    still = text(browser.get(url(order, "back/")))
    assert "still being checked" in still
    assert 'hx-trigger="every 4s"' in still
    attempt = live(order)
    with scope_use(SYSTEM):
        PaymentAttempt.objects.update(asked_at=None)  # as if some seconds had passed
    back = urlsplit(platform.end(attempt))
    assert back.path == url(order, "back/")
    for _reload in range(2):
        assert "It is paid" in text(browser.get(f"{back.path}?{back.query}"))
    assert browser.post(url(order), {"action": "platform"}).url == url(order)  # told, not begun


@pytest.mark.parametrize(("end", "says"), [("fail", "did not succeed"), ("cancel", "called the")])
def test_a_payment_that_failed_is_told_and_may_be_tried_again(
    browser,
    order,
    platform,
    end,
    says,
):
    browser.post(url(order), {"action": "platform"})
    attempt = live(order)
    platform.end(attempt, end)
    page = text(browser.get(url(order, "back/")))
    assert "Nothing was paid" in page
    assert says in page
    assert browser.post(url(order), {"action": "platform"}).url.startswith("http")


def test_money_that_came_by_an_earlier_try_is_told_too(browser, order, platform):
    """The try ended here as failed, and its page was paid all the same: nobody pays twice."""
    browser.post(url(order), {"action": "platform"})
    attempt = live(order)
    with scope_use(SYSTEM):
        PaymentAttempt.objects.update(state="failed", ended_at=attempt.started_at)
        FeeOrder.objects.update(state="pending")
    platform.end(attempt)
    assert "It is paid" in text(browser.get(url(order, "back/")))

"""Periodic work of payments: ask, send, end, compare."""

from __future__ import annotations

from motcua.kernel.jobs import every
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.services import attempts_poll, orders_expire, refunds_send
from motcua.payments.services.reconcile import days_reconcile


@every("* * * * * */5", name="payments-ask")
def payments_ask() -> None:
    """Ask about payments whose time has come: call-backs only bring it forward."""
    attempts_poll()


@every("* * * * *", name="payments-send")
def payments_send() -> None:
    """Send approved refunds, end orders whose time is over."""
    refunds_send()
    with scope_use(SYSTEM):
        orders_expire()


@every("10 20 * * *", name="payments-reconcile")
def payments_reconcile() -> None:
    """Once a night (03:10 in Hà Nội) compare the days before with the platform."""
    days_reconcile()

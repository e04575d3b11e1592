"""Writes of payments: one function per operation.

No call to a provider is made while a row is locked: ask first, then settle under the lock. What a
provider has told is settled once, however often and by whomever it is told.
"""

from __future__ import annotations

from motcua.payments.services.accounts import (
    account_confirm,
    account_enter,
    account_refuse,
    account_set,
)
from motcua.payments.services.attempts import (
    attempt_ask,
    attempt_begin,
    attempt_give_up,
    attempt_hint,
    attempts_poll,
)
from motcua.payments.services.booking import mismatch_book, mismatch_bookable
from motcua.payments.services.cash import cash_reverse, cash_take
from motcua.payments.services.closing import day_close, day_reopen
from motcua.payments.services.mismatches import mismatch_approve, mismatch_resolve
from motcua.payments.services.orders import order_cancel, order_make, orders_expire
from motcua.payments.services.reconcile import day_reconcile
from motcua.payments.services.refunds import (
    refund_approve,
    refund_pay,
    refund_propose,
    refund_reject,
    refund_request,
    refunds_send,
)
from motcua.payments.services.statements import StatementRow, statement_import, statement_read
from motcua.payments.services.tills import hand_over_receive, till_hand_over
from motcua.payments.services.unseen import transfer_rule_set, transfers_unseen

__all__ = (
    "StatementRow",
    "account_confirm",
    "account_enter",
    "account_refuse",
    "account_set",
    "attempt_ask",
    "attempt_begin",
    "attempt_give_up",
    "attempt_hint",
    "attempts_poll",
    "cash_reverse",
    "cash_take",
    "day_close",
    "day_reconcile",
    "day_reopen",
    "hand_over_receive",
    "mismatch_approve",
    "mismatch_book",
    "mismatch_bookable",
    "mismatch_resolve",
    "order_cancel",
    "order_make",
    "orders_expire",
    "refund_approve",
    "refund_pay",
    "refund_propose",
    "refund_reject",
    "refund_request",
    "refunds_send",
    "statement_import",
    "statement_read",
    "till_hand_over",
    "transfer_rule_set",
    "transfers_unseen",
)

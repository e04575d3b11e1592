"""Reads of payments; the scope decides which rows there are."""

from __future__ import annotations

from motcua.payments.queries.accounts import (
    account_change_get,
    account_changes,
    account_of,
    accounts_of,
    transfer_qr,
)
from motcua.payments.queries.orders import (
    attempt_get,
    order_get,
    order_of,
    order_persons,
    orders_list,
    receipt_find,
    receipt_get,
    receipt_verify,
    receipts_of,
)
from motcua.payments.queries.tills import (
    cash_refusal,
    closing_of,
    closing_over,
    days_not_handed_over,
    hand_overs_by_ids,
    own_tills,
    reversal_refusal,
    tills_of,
)
from motcua.payments.queries.transfer_rules import transfer_rules

__all__ = (
    "account_change_get",
    "account_changes",
    "account_of",
    "accounts_of",
    "attempt_get",
    "cash_refusal",
    "closing_of",
    "closing_over",
    "days_not_handed_over",
    "hand_overs_by_ids",
    "order_get",
    "order_of",
    "order_persons",
    "orders_list",
    "own_tills",
    "receipt_find",
    "receipt_get",
    "receipt_verify",
    "receipts_of",
    "reversal_refusal",
    "tills_of",
    "transfer_qr",
    "transfer_rules",
)

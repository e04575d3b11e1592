"""Reads of payments; the scope decides which rows there are."""

from __future__ import annotations

from motcua.payments.queries.orders import (
    account_of,
    attempt_get,
    order_get,
    order_of,
    orders_list,
    receipt_get,
    receipt_verify,
    transfer_qr,
)

__all__ = (
    "account_of",
    "attempt_get",
    "order_get",
    "order_of",
    "orders_list",
    "receipt_get",
    "receipt_verify",
    "transfer_qr",
)

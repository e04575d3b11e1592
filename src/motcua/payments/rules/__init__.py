"""Rules of payments, plain Python: references, the QR code of a transfer, how states follow."""

from __future__ import annotations

from motcua.payments.rules.reference import reference_find, reference_make, reference_valid
from motcua.payments.rules.statement import (
    BookingWrong,
    amount_read,
    booking_read,
    header_find,
    instant_read,
)
from motcua.payments.rules.states import may_follow, next_ask
from motcua.payments.rules.vietqr import QrInvalid, crc16, qr_payload, qr_read

__all__ = (
    "BookingWrong",
    "QrInvalid",
    "amount_read",
    "booking_read",
    "crc16",
    "header_find",
    "instant_read",
    "may_follow",
    "next_ask",
    "qr_payload",
    "qr_read",
    "reference_find",
    "reference_make",
    "reference_valid",
)

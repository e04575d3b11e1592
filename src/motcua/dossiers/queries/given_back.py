"""What of a dossier's fee has gone back to whoever paid it."""

from __future__ import annotations

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.queries import receipts_of
from motcua.payments.queries.desk import refunds_of
from motcua.payments.types import RefundState

_GONE = frozenset({RefundState.REQUESTED, RefundState.APPROVED, RefundState.DONE})


def fee_given_back(dossier_id: int) -> int:
    """Return what of a dossier's fee has gone back, or been asked to, in dong.

    The caller has opened the dossier, and learns the sum alone: it is reckoned whichever unit
    took the money.
    """
    with scope_use(SYSTEM):
        orders = {one.order_code for one in receipts_of(f"dossier:{dossier_id}")}
        refunds = [one for code in sorted(orders) for one in refunds_of(code)]
    return sum(one.amount_vnd for one in refunds if one.state in _GONE)

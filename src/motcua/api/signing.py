"""A seal by the API: what waits for a key or an authority waits outside of the transaction.

An operation that needs a signature says so (`signed_for`): its transaction ends, nothing of it
stays. The lane lets the key sign and does the request again, with what was signed at hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from motcua.documents.signatures.sign import Order, pdf_sign
from motcua.documents.signatures.types import Signed
from motcua.dossiers.services.signing import APPROVED, signature_prepare
from motcua.identity.types import Actor
from motcua.kernel.errors import Refused


class SignatureNeeded(BaseException):  # nobody on the way may take it for an error
    """The request cannot be done before this order is signed; do it again then."""

    def __init__(self, order: Order) -> None:
        super().__init__(order.code)
        self.order = order


@dataclass(frozen=True)
class Made:
    """What came of an order: the signed file, or why there is none."""

    signed: Signed | None = None
    refusal: Refused | None = None


def signed_for(
    request: HttpRequest, actor: Actor, item_id: int, outcome: str, version: int, number: str
) -> Signed | None:
    """Return the signature that a piece of work needs; None when it needs none.

    Raises SignatureNeeded the first time, Refused when the key did not sign.
    """
    if outcome != APPROVED and not number:
        return None
    made: Made | None = getattr(request, "api_signature", None)
    if made is None:
        order = signature_prepare(actor, item_id, outcome, version, number)
        if order is not None:
            raise SignatureNeeded(order)
        return None
    if made.refusal is not None:
        raise made.refusal
    return made.signed


def signature_add(request: HttpRequest, order: Order) -> None:
    """Let the key sign and put the outcome beside the request; outside of a transaction."""
    try:
        made = Made(signed=pdf_sign(order))
    except Refused as refusal:
        made = Made(refusal=refusal)
    request.api_signature = made  # type: ignore[attr-defined]

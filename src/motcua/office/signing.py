"""Signing on a page: the key and the time-stamp authority are waited for outside of transactions.

Three steps per document: read what is to be signed, sign it, do the operation with the signed
file. Who is refused in between has changed nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.documents.signatures.sign import pdf_sign
from motcua.documents.signatures.types import Signed
from motcua.dossiers.queries.actions import ActionOffer
from motcua.dossiers.services import WorkDetails, work_complete
from motcua.dossiers.services.signing import signature_prepare, signs
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act, BulkFailure


@dataclass(frozen=True)
class Chosen:
    """A piece of work to be finished with a signature, as it was seen."""

    item_id: int
    version: int
    outcome: str
    number: str = ""


@dataclass(frozen=True)
class Attempt:
    """A signature that was made, or why not; neither when nothing is to be signed."""

    signed: Signed | None = None
    refusal: Refused | None = None


def sign_first(request: SignedInRequest, chosen: Chosen) -> Attempt:
    """Sign what a piece of work decides; call it outside of a transaction."""
    try:
        with scope_use(request.actor.scope):
            order = signature_prepare(
                request.actor, chosen.item_id, chosen.outcome, chosen.version, chosen.number
            )
        return Attempt(pdf_sign(order)) if order is not None else Attempt()
    except (NotFound, Forbidden):
        return Attempt()  # the operation says so
    except Refused as refusal:
        return Attempt(refusal=refusal)


def sign_and_complete(request: SignedInRequest, chosen: Chosen) -> BulkFailure | None:
    """Finish one piece of work of several; return why it stays as it was, if it does."""
    attempt = sign_first(request, chosen)
    try:
        if attempt.refusal is not None:
            raise attempt.refusal
        with scope_use(request.actor.scope):
            work_complete(
                actor=request.actor,
                item_id=chosen.item_id,
                outcome=chosen.outcome,
                expected_version=chosen.version,
                details=WorkDetails(number=chosen.number, signed=attempt.signed),
            )
    except Refused as refusal:
        return BulkFailure(chosen.item_id, refusal.code, str(refusal.message))
    return None


def signing_words(dossier: DossierView, offer: ActionOffer) -> str:
    """Say before an approval or an issue whether it is signed; empty for every other act."""
    act = offer.item.act if offer.item is not None else None
    if act not in {Act.APPROVE, Act.ISSUE} or dossier.draft is None:
        return ""
    try:
        signed = signs(dossier.competent_unit)
    except Refused as refusal:
        return str(refusal.message)
    if not signed:
        return _("This unit has no digital seal: the result is issued without digital signature.")
    if act is Act.APPROVE:
        return _("With your approval you sign the document with your own digital key.")
    return _("With its number the document gets the digital seal of the unit.")

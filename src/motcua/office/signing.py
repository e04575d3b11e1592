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
from motcua.dossiers.services import (
    WorkDetails,
    dossier_approve_supplement,
    dossier_sign_result,
    work_complete,
)
from motcua.dossiers.services.letters import Pen
from motcua.dossiers.services.proposals import letter_decide
from motcua.dossiers.services.signing import signature_prepare, signs
from motcua.dossiers.services.signing_after import result_sign_prepare
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.office.letter_doing import letter_do
from motcua.workflow.types import Act

LETTER, SUPPLEMENT = "letter", "supplement"


@dataclass(frozen=True)
class Chosen:
    """A piece of work to be finished with a signature, as it was seen.

    With a `code` it is no piece of work but the approved result of this dossier, which a leader
    signs afterwards; `version` is then the dossier's. With `letter` it is the form that somebody
    proposed there (LETTER), or the supplement that a specialist did (SUPPLEMENT).
    """

    item_id: int = 0
    version: int = 0
    outcome: str = ""
    number: str = ""
    code: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Attempt:
    """A signature that was made, or why not; neither when nothing is to be signed."""

    signed: Signed | None = None
    refusal: Refused | None = None


def sign_first(request: SignedInRequest, chosen: Chosen) -> Attempt:
    """Sign what a piece of work decides; call it outside of a transaction."""
    actor = request.actor
    try:
        with scope_use(actor.scope):
            if chosen.code:
                order = result_sign_prepare(actor, chosen.code, chosen.version)
            else:
                order = signature_prepare(
                    actor, chosen.item_id, chosen.outcome, chosen.version, chosen.number
                )
        return Attempt(pdf_sign(order)) if order is not None else Attempt()
    except (NotFound, Forbidden):
        return Attempt()  # the operation says so
    except Refused as refusal:
        return Attempt(refusal=refusal)


def sign_and_complete(request: SignedInRequest, chosen: Chosen) -> Refused | None:
    """Finish one document of several, in a transaction of its own; return why it stays, if so."""
    if chosen.letter:
        return _letter_sign(request, chosen)
    attempt = sign_first(request, chosen)
    if attempt.refusal is not None:
        return attempt.refusal
    try:
        with scope_use(request.actor.scope):
            if chosen.code:
                dossier_sign_result(
                    actor=request.actor,
                    code=chosen.code,
                    version=chosen.version,
                    signed=attempt.signed,
                )
            else:
                work_complete(
                    actor=request.actor,
                    item_id=chosen.item_id,
                    outcome=chosen.outcome,
                    expected_version=chosen.version,
                    details=WorkDetails(number=chosen.number, signed=attempt.signed),
                )
    except Refused as refusal:
        return refusal
    return None


def _letter_sign(request: SignedInRequest, chosen: Chosen) -> Refused | None:
    """Approve, sign and issue the form that waits in a dossier; return why it stays, if so."""

    def issue(letter: Pen) -> object:
        actor, code, version = request.actor, chosen.code, chosen.version
        if chosen.letter == SUPPLEMENT:
            return dossier_approve_supplement(
                actor=actor, code=code, version=version, letter=letter
            )
        return letter_decide(actor=actor, code=code, approve=True, version=version, letter=letter)

    try:
        letter_do(request.actor.scope, issue)
    except Refused as refusal:
        return refusal
    return None


def signing_words(dossier: DossierView, offer: ActionOffer) -> str:
    """Say before an approval or an issue whether it is signed; empty for every other act."""
    act = offer.item.act if offer.item is not None and offer.name == "complete" else None
    after = offer.name == "sign_result"
    if dossier.draft is None or not (after or act in {Act.APPROVE, Act.ISSUE}):
        return ""
    try:
        signed = signs(dossier.competent_unit)
    except Refused as refusal:
        return str(refusal.message)
    if not signed:
        return _("This unit has no digital seal: the result is issued without digital signature.")
    if act is Act.APPROVE:
        return _("With your approval you sign the document with your own digital key.")
    if after:
        return _("You sign the document with your own digital key.")
    return _("With its number the document gets the digital seal of the unit.")

"""Acts that issue a form: tried, signed outside of any transaction where a person signs, done.

The form is drawn up with its number first (`services.letters`), then the signer's key and the
time-stamp authority are asked while nothing is held, then the act is done. Should another form
have taken the number in between, it is drawn up and signed once more; whoever is refused has
changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse

from motcua.documents.signatures.sign import pdf_sign
from motcua.dossiers.services.letters import (
    LetterDraft,
    LetterMoved,
    LetterSigned,
    Pen,
    letter_prepare,
)
from motcua.identity.access import SignedInRequest
from motcua.identity.assurance import proof_needed
from motcua.kernel.errors import Refused
from motcua.kernel.scope import scope_use
from motcua.office.acting import ActForm, act_ask
from motcua.office.letter_doing import TRIES

Operation = Callable[[dict[str, Any], int, Pen], object]


class _ToSign(Exception):
    """Leaves the transaction so that the form is signed; carries what was drawn up."""

    def __init__(self, draft: LetterDraft | None = None) -> None:
        super().__init__("to be signed")
        self.draft = draft


@dataclass
class _Hand:
    """What has been signed so far, or why it could not be."""

    letter: LetterSigned | None = None
    refusal: Refused | None = None
    tries: int = 0

    def sign(self, draft: LetterDraft | None) -> None:
        """Sign what was drawn up; without one it is drawn up anew."""
        self.letter = None
        self.tries += 1
        if draft is None:
            return
        try:
            self.letter = LetterSigned(draft.data, pdf_sign(draft.order()))
        except Refused as refusal:
            self.refusal = refusal


def letter_ask(
    request: SignedInRequest,
    code: str,
    name: str,
    form_class: Callable[..., ActForm],
    operation: Operation,
    *,
    issues: Callable[[dict[str, Any]], bool] = lambda _data: True,
) -> HttpResponse:
    """Show an act's form as `act_ask`; a POST signs the form that it issues, and does the act.

    Call it outside of a transaction. `issues` tells from what was sent whether a form is issued.
    A personal signature has the force of one's hand: who it is is asked first (`proof_needed`).
    """
    hand = _Hand()
    operate = partial(_operate, hand, operation, issues)
    while True:
        try:
            with scope_use(request.actor.scope):
                return act_ask(request, code, name, form_class, operate)
        except _ToSign as wanted:
            first = proof_needed(request, request.actor, keep=True)
            if first is not None:
                return first
            hand.sign(wanted.draft)


def _operate(
    hand: _Hand,
    operation: Operation,
    issues: Callable[[dict[str, Any]], bool],
    data: dict[str, Any],
    version: int,
) -> object:
    if hand.refusal is not None:
        raise hand.refusal
    if not issues(data):
        return operation(data, version, None)
    if hand.letter is None:
        draft = letter_prepare(lambda letter: operation(data, version, letter))
        if draft.key:
            raise _ToSign(draft)
        return operation(data, version, None)
    try:
        return operation(data, version, hand.letter)
    except LetterMoved:
        if hand.tries >= TRIES:
            raise
        raise _ToSign from None

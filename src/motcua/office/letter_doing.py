"""One act of several that issues a form: tried, signed outside of any transaction, done."""

from __future__ import annotations

from collections.abc import Callable

from motcua.documents.signatures.sign import pdf_sign
from motcua.dossiers.services.letters import LetterMoved, LetterSigned, Pen, letter_prepare
from motcua.kernel.scope import Scope, scope_use

TRIES = 4  # another form may take the number while this one is signed


def letter_do(scope: Scope, act: Callable[[Pen], object]) -> object:
    """Do an act that issues a form, with the signature that it needs; outside of a transaction.

    Raises what the act raises, SigningRefused.
    """
    for left in reversed(range(TRIES)):
        with scope_use(scope):
            draft = letter_prepare(act)
            if not draft.key:
                return act(None)
        signed = LetterSigned(draft.data, pdf_sign(draft.order()))
        try:
            with scope_use(scope):
                return act(signed)
        except LetterMoved:
            if not left:
                raise
    raise RuntimeError("unreachable")  # pragma: no cover

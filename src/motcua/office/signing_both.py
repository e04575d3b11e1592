"""A result and the apology for its lateness, chosen together: said before, and decided by a person.

A result that is issued in time makes the apology needless: what is proposed lapses then. Signed
first, the apology would promise a later day for a result that is ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from motcua.dossiers.letter_rules import LetterAct
from motcua.dossiers.views import DossierRow
from motcua.kernel import clock
from motcua.office.letter_lines import LetterLine
from motcua.office.signing import LETTER
from motcua.office.signing_run import Entry

FIELD, RESULT, BOTH = "both", "result", "both"


def needless(letters: Iterable[LetterLine], results: Iterable[DossierRow]) -> frozenset[str]:
    """Return the codes of dossiers whose apology waits beside a result that is still in time."""
    now = clock.now()
    in_time = {one.code for one in results if one.due_at is not None and now <= one.due_at}
    asked = {one.dossier.code for one in letters if one.waits.act is LetterAct.APOLOGY}
    return frozenset(in_time & asked)


def both_settle(
    entries: Sequence[Entry], codes: frozenset[str], choice: str
) -> tuple[list[Entry], str]:
    """Return what is signed of what was chosen, and in words what has still to be decided.

    `codes` from `needless`. With RESULT their apologies stay where they are, with BOTH all is
    signed: forms first, for they were seen as the dossier stood before its result was approved.
    """
    entries = sorted(entries, key=lambda one: not one.chosen.letter)
    chosen = {one.dossier for one in entries if one.chosen.letter == LETTER} & codes
    chosen &= {one.dossier for one in entries if not one.chosen.letter}
    if not chosen or choice == BOTH:
        return entries, ""
    if choice == RESULT:
        kept = [one for one in entries if not (one.chosen.letter and one.dossier in chosen)]
        return kept, ""
    text = _(
        "Both the result and an apology for lateness are chosen for %(codes)s, which is still in"
        " time. Say below whether the apology is to be sent all the same."
    )
    return entries, text % {"codes": ", ".join(sorted(chosen))}

"""Why a number is not shown, with the codes of dossiers for whoever may read their boards."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from motcua.dossiers.queries.lives import places_by_code
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import Refused


def refusal_told(refusal: Refused, actor: Actor) -> str:
    """Return a refusal's words; those of `index_unsound` with the codes that the reader may know.

    The dossiers that cannot be read may be of any unit of the country: a code is told to whoever
    reads the board of a unit in which the dossier counts, others read how many there are.
    """
    return unsound_told(str(refusal.message), refusal.details.get("codes", ()), actor)


def unsound_told(words: str, codes: Collection[str], actor: Actor) -> str:
    """Return the same of words that were kept; one statement where there are codes."""
    known = places_by_code(codes) if codes else {}
    may = actor.unit_ids_for(Action.BOARD_READ)
    told = sorted(
        code for code, at in known.items() if may & {at.receiving_unit_id, at.competent_unit_id}
    )
    if not told:
        return words
    which = _("Of your units: %(codes)s.") % {"codes": ", ".join(told)}
    return f"{words} {which}"

"""Books of blank slips and slips written by hand, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.handwritten import Cause
from motcua.reception.models import InterimBook
from motcua.reception.queries.interim_paper import PaperBook
from motcua.reception.services.interim_hand import HandInput, hand_spoilt
from motcua.reception.services.interim_paper import paper_count, paper_make, paper_print
from tests.builders.dossiers import MORNING, Commune


def book_paper(commune: Commune, **over: Any) -> PaperBook:
    """Reserve a book of twenty blank slips for the commune's counter."""
    given = {
        "actor": commune.counter,
        "unit_id": commune.centre.id,
        "place": "Quầy 1",
        "numbers": 20,
    }
    return paper_make(**{**given, **over})


def book_held(commune: Commune) -> int:
    """Return the id of a book of the commune of which a slip is open, made once."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        known = InterimBook.objects.filter(unit_id=commune.centre.id, medium="paper").first()
        if known:
            return int(known.pk)
        book = book_paper(commune).book
        paper_print(actor=commune.counter, book_id=book.id)
        hand_spoilt(actor=commune.counter, book_id=book.id, seq=2, reason="Rách.")
        paper_count(actor=commune.counter, book_id=book.id, next_blank=3)
        return book.id


def hand_given(commune: Commune, taken_at: datetime, **over: Any) -> HandInput:
    """Return what is said of a slip that the commune's counter wrote in a power cut."""
    given: dict[str, Any] = {
        "taken_at": taken_at,
        "taken_by": commune.counter.account_id,
        "cause": Cause.POWER,
    }
    return HandInput(**{**given, **over})

"""Interim slips for tests: a block of numbers, and slips as a browser would send them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from motcua.dossiers.types import Submission
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.interim import Kind, SlipView
from motcua.reception.models import InterimSlip
from motcua.reception.services.interim_books import BookOpened, book_make
from motcua.reception.services.interim_doubts import SlipInput
from motcua.reception.services.interim_slips import interim_take
from tests.builders.dossiers import MORNING, Commune, submission_make

DEVICE = "0123456789abcdef0123456789abcdef"


def block_make(commune: Commune, **over: Any) -> BookOpened:
    """Reserve a block for the commune's counter; its device's clock is right."""
    given: dict[str, Any] = {
        "actor": commune.counter,
        "unit_id": commune.centre.id,
        "device": DEVICE,
        "device_name": "Quầy 1",
        "device_at": clock.now(),
    }
    return book_make(**{**given, **over})


def slip_input(commune: Commune, seq: int, taken_at: datetime, **over: Any) -> SlipInput:
    """Return a complete slip of a sample person; the device's clock is right."""
    person = over.pop("submission", None) or submission_make(commune)
    given: dict[str, Any] = {
        "key": uuid4(),
        "seq": seq,
        "kind": Kind.ACCEPT,
        "taken_at": taken_at,
        "device_at": clock.now(),
        "procedure_code": commune.offering.version.code,
        "competent_unit_id": commune.unit.id,
        "version_id": commune.offering.version.id,
        "data": _typed(person),
        "submission": person,
    }
    return SlipInput(**{**given, **over})


def _typed(submission: Submission) -> dict[str, list[str]]:
    person = submission.parties[0]
    return {"applicant-name": [person.name], "applicant-id_number": [person.id_number]}


def slip_come(commune: Commune, book: BookOpened, slip: SlipInput, **over: Any) -> SlipView:
    """Send a slip from the block's own browser, which counts far enough for the next ones."""
    given: dict[str, Any] = {
        "actor": commune.counter,
        "book_key": book.book.key,
        "device": book.book.device,
    }
    given["used"] = 20
    return interim_take(**{**given, **over}, slip=slip)


def slip_held(commune: Commune) -> int:
    """Return the id of a slip of the commune that waits for a decision, made once."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        known = InterimSlip.objects.filter(unit_id=commune.centre.id).first()
        return known.pk if known else slip_in_doubt(commune)


def slip_in_doubt(commune: Commune) -> int:
    """Return the id of a slip that waits for a decision: its time lies before its block."""
    book = block_make(commune)
    early = clock.now() - timedelta(hours=3)
    return slip_come(commune, book, slip_input(commune, 1, early)).id

"""Prepare a browser for work without a line: a block of numbers, a secret, the procedures."""

from __future__ import annotations

from typing import Any

from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.offline import (
    book_json,
    instant_read,
    number_given,
    pack_of,
    text_read,
    unit_wanted,
)
from motcua.office.offline_json import answered, told_of
from motcua.reception.services.interim_books import book_make


@requires(Action.DOSSIER_INTAKE)
@require_POST
@answered
def offline_book(request: SignedInRequest) -> dict[str, Any]:
    """Reserve a block for this officer at this browser and return what it needs."""
    told = told_of(request)
    unit = unit_wanted(request.actor, number_given(told, "unit", 2**62))
    made = book_make(
        actor=request.actor,
        unit_id=unit.id,
        device=text_read(told, "device", 64),
        device_name=text_read(told, "name"),
        device_at=instant_read(told.get("device_now")),
    )
    book = book_json(made.book, made.secret) | {"officer": request.actor.name}
    return {"book": book, "pack": pack_of(request.actor, unit)}

"""One slip comes in from a browser; sent again, it gets the same answer."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.offline import key_read, number_given, slip_read, text_read
from motcua.office.offline_json import answered, told_of
from motcua.office.offline_words import doubt_words, state_words
from motcua.reception.services.interim_slips import interim_take


@requires(Action.DOSSIER_INTAKE)
@require_POST
@answered
def offline_sync(request: SignedInRequest) -> dict[str, Any]:
    """Take one slip in and say what became of it."""
    told = told_of(request)
    slip = interim_take(
        actor=request.actor,
        book_key=key_read(told.get("book")).hex,
        device=text_read(told, "device", 64),
        slip=slip_read(request, told),
        used=number_given(told, "used", 32_000) or 0,
    )
    page = reverse("office:interim_slip", args=[slip.id])
    dossier = reverse("office:dossier", args=[slip.dossier_code]) if slip.dossier_code else page
    return {
        "number": slip.number,
        "state": slip.state.value,
        "words": state_words(slip),
        "doubts": doubt_words(slip),
        "code": slip.dossier_code,
        "url": dossier,
        "late": slip.late,
        "cash_open": bool(slip.cash_vnd and not slip.cash_booked),
    }

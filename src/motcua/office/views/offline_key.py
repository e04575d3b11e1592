"""Open what a browser holds without its password: by whoever is signed in and may."""

from __future__ import annotations

from typing import Any

from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.offline import key_read, text_read
from motcua.office.offline_json import answered, told_of
from motcua.reception.services.interim_books import book_open


@requires(Action.DOSSIER_INTAKE)
@require_POST
@answered
def offline_key(request: SignedInRequest) -> dict[str, Any]:
    """Return the secret of a block again; the opening is recorded."""
    told = told_of(request)
    opened = book_open(
        actor=request.actor,
        key=key_read(told.get("book")).hex,
        device=text_read(told, "device", 64),
    )
    return {"secret": opened.secret}

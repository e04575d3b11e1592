"""Is there a line, and who is signed in: the off-line page asks every few seconds.

It also tells how many numbers it has given out, so that none
is used for an earlier time unseen.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound
from motcua.office.counter.offline import (
    house_json,
    key_read,
    number_given,
    text_read,
    units_of,
)
from motcua.office.offline_json import answered, told_of
from motcua.reception.services.interim_slips import book_told

BOOKS_MOST = 20  # of one browser, at one look


@requires(Action.DOSSIER_INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@answered
def offline_now(request: SignedInRequest) -> dict[str, Any]:
    """Return the server's time, the account, the units of its counters, and a token to send.

    A POST tells beforehand how far the browser has counted in its blocks.
    """
    if request.method == "POST":
        _counted(request)
    units = units_of(request.actor)
    return {
        "now": round(clock.now().timestamp() * 1000),
        "account": request.actor.account_id,
        "name": request.actor.name,
        "units": [[one.id, one.full_name, house_json(one.id)] for one in units],
        "token": get_token(request),
    }


def _counted(request: SignedInRequest) -> None:
    """Note what a browser tells of its blocks; those of other units are passed over."""
    told = told_of(request)
    device, books = text_read(told, "device", 64), told.get("books")
    good = isinstance(books, list) and all(isinstance(one, dict) for one in books)
    if not isinstance(books, list) or not good:
        raise Invalid([FieldProblem("books", _("This cannot be read."))])
    for one in books[:BOOKS_MOST]:
        key, used = key_read(one.get("book")).hex, number_given(one, "used", 32_000) or 0
        with suppress(NotFound, Forbidden):
            book_told(actor=request.actor, book_key=key, device=device, used=used)

"""What the two tracking pages share: the lookup, the refusal, the headers, how long a page is good.

The budget of wrong tries is that of `dossiers.services.tracking`, shared with the API. A good
token (128 bits) asks no budget: nobody guesses it, so that nobody can shut out whoever holds the
slip.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.dossiers.services.tracking import SECONDS, TooManyTries, track_guarded
from motcua.dossiers.views import TrackView
from motcua.filing.queries import GroupView, filed_track
from motcua.identity.access import public
from motcua.kernel import clock
from motcua.kernel.budget import network_of
from motcua.kernel.changes import marks_of
from motcua.kernel.scope import no_transaction
from motcua.portal.fast import promise
from motcua.portal.telling import SOON

WAIT_MINUTES = 20  # the window slides, so that the wait can be a little longer than SECONDS
CODE_LONGEST = 60
TOKEN_LENGTH = 26

assert WAIT_MINUTES * 60 > SECONDS, "what is promised to whoever waits"


def tracking_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page of tracking: for everybody, outside a transaction, indexed by nobody.

    Kept by nobody on the way either. The page of a slip may stay with whoever asked for it, to be
    asked again each time: on a slow line an unchanged one costs a few bytes. Outside a transaction,
    because a wrong try must stay counted when it is refused.
    """

    @public
    @no_transaction
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except TooManyTries as refusal:
            context = {"minutes": WAIT_MINUTES}
            response = render(request, "portal/_too_many.html", context, status=refusal.status)
            response["Retry-After"] = str(WAIT_MINUTES * 60)
        response.headers.setdefault("Cache-Control", "no-store")
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def dossier_look(request: HttpRequest, code: str, factor: str) -> TrackView | GroupView:
    """Return what tracking shows, of a dossier or of a parent with its parts.

    Raises NotFound for a wrong try, TooManyTries without budget.
    """
    return track_guarded(
        code=code, second_factor=factor, network=network_of(request), look=filed_track
    )


def moment(due_at: datetime | None, now: datetime) -> Hashable:
    """Return what of the present the page's words depend on: equal moments, equal words.

    The day (years are left out within one, days are counted to the due date), late or not, soon
    or not, and below 24 hours the hours or minutes that are shown (`ui.formats.remaining`).
    """
    today = clock.local(now).toordinal()
    if due_at is None:
        return today
    span = abs(due_at - now)
    left = ""
    if span < timedelta(hours=1):
        left = f"m{span // timedelta(minutes=1)}"
    elif span < timedelta(hours=24):
        left = f"h{span // timedelta(hours=1)}"
    return (today, now > due_at, due_at - now <= SOON, left)


def keep_while_true(response: HttpResponse, seen: TrackView, now: datetime) -> None:
    """Let the memory keep a page made of `seen` at `now`; asking costs one statement."""
    marks, due_at = seen.marks, seen.promised_at or seen.due_at

    def state() -> Hashable:
        return (marks_of(marks.subjects), moment(due_at, clock.now()))

    response["Cache-Control"] = "private, no-cache"
    promise(response, state, (marks.marks, moment(due_at, now)))

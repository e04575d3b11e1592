"""What the two tracking pages share: the budget of wrong tries, the lookup, the headers.

A wrong code and a wrong factor take the same way: both budgets are asked, the same statement
looks for the code, both budgets are spent, the same words are said (threat T2). Wrong tries
count, right ones do not: a whole hall of people may share one network. A good token (128 bits)
asks no budget: nobody guesses it, so that nobody can shut out whoever holds the slip.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.dossiers.chain import tracking_token_valid
from motcua.dossiers.queries import dossier_track
from motcua.dossiers.views import TrackView
from motcua.identity.access import public
from motcua.kernel.budget import budget_left, budget_spend, network_of
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import no_transaction

SECONDS = 15 * 60
TRIES_OF_A_NETWORK = 30
TRIES_OF_A_CODE = 10
WAIT_MINUTES = 20  # the window slides, so that the wait can be a little longer than SECONDS
CODE_LONGEST = 60
TOKEN_LENGTH = 26


class TooManyTries(Exception):
    """The budget of wrong tries is spent."""


def tracking_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page of tracking: for everybody, outside a transaction, kept and indexed by nobody.

    Outside a transaction, because a wrong try must stay counted when it is refused.
    """

    @public
    @no_transaction
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except TooManyTries:
            context = {"minutes": WAIT_MINUTES}
            response = render(request, "portal/_too_many.html", context, status=429)
            response["Retry-After"] = str(WAIT_MINUTES * 60)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def dossier_look(request: HttpRequest, code: str, factor: str) -> TrackView:
    """Return what tracking shows; raises NotFound for a wrong try, TooManyTries without budget."""
    wanted = code.strip().upper()
    if len(wanted) > CODE_LONGEST or not wanted.isascii() or not wanted.isprintable():
        wanted = ""  # no code at all, but looked for like any other
    budgets = (
        ("track-network", network_of(request), TRIES_OF_A_NETWORK),
        ("track-code", wanted, TRIES_OF_A_CODE),
    )
    if not tracking_token_valid(wanted, factor):
        left = [budget_left(name, key, limit, SECONDS) for name, key, limit in budgets]
        if not all(left):
            raise TooManyTries
    try:
        return dossier_track(wanted, factor)
    except NotFound:
        spent = [budget_spend(name, key, limit, SECONDS) for name, key, limit in budgets]
        if not all(spent):
            raise TooManyTries from None
        raise

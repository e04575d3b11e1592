"""Tracking with a budget of wrong tries, shared by the citizens' page and the API (threat T2).

The security code of the slip has 40 bits; without a budget a patient machine would find some.
The 128-bit token of the QR code needs none: nobody guesses it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from motcua.dossiers import chain
from motcua.kernel.budget import budget_left, budget_spend
from motcua.kernel.errors import NotFound, Refused

Seen = TypeVar("Seen")
SECONDS = 900
PER_NETWORK = 20  # right tries spend nothing: a whole hall may share one network
PER_CODE = 10
CODE_LONGEST = 60


class TooManyTries(Refused):
    """The budget of wrong tries is spent; `details["seconds"]` says how long to wait at most."""

    status = 429


def track_guarded(
    *, code: str, second_factor: str, network: str, look: Callable[[str, str], Seen]
) -> Seen:
    """Return what `look` finds, within the budget of wrong tries of the network and the code.

    `look` raises NotFound for a wrong code or factor, alike and at the same cost. Raises that, or
    TooManyTries (429) when either budget is spent, whatever was given then. Call it where a refusal
    is not rolled back.
    """
    wanted = code.strip().upper()
    if len(wanted) > CODE_LONGEST or not wanted.isascii() or not wanted.isprintable():
        wanted = ""  # no code at all, but looked for like any other
    if chain.tracking_token_valid(wanted, second_factor):
        return look(wanted, second_factor)
    budgets = (("track-network", network, PER_NETWORK), ("track-code", wanted, PER_CODE))
    left = [budget_left(name, key, limit, SECONDS) for name, key, limit in budgets]
    if not all(left):
        raise _too_many()
    try:
        return look(wanted, second_factor)
    except NotFound:
        # A wrong code and a wrong factor take the same way, and both spend both budgets.
        spent = [budget_spend(name, key, limit, SECONDS) for name, key, limit in budgets]
        if not all(spent):
            raise _too_many() from None
        raise


def _too_many() -> TooManyTries:
    return TooManyTries(
        "too_many_tries",
        _("Too many wrong tries. Please wait a quarter of an hour, or use the QR code."),
        seconds=SECONDS,
    )

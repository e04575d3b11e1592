"""Slips written by hand: which numbers, what time is believed, where each number stands.

Plain rules beside `interim.py`: no Django, no clock. Source: domain brief 2.7 rule 6 (paper slip
with a temporary number, later entry with the true time and a note), reliability T3 (nobody moves a
reception unseen). Numbers are printed beforehand, so each of them can be asked for later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.reception.interim import HOUSE, Doubt, House, InterimState

NUMBERS_LEAST, NUMBERS_MOST = 5, 100  # of one book: a counter's stack, not a ream


class Cause(StrEnum):
    """Why somebody wrote by hand."""

    POWER = "power"  # mất điện
    LINE = "line"  # mất đường truyền
    COMPUTER = "computer"  # hỏng máy
    OTHER = "other"  # said in the note


class Number(StrEnum):
    """Where a number of a book of blank slips stands."""

    USED = "used"  # its slip is entered, or belongs to a dossier
    BEGUN = "begun"  # its slip was brought here and waits for somebody
    OPEN = "open"  # written on by now, and nobody has brought its slip
    SPOILT = "spoilt"  # spoilt or cancelled, with its reason
    BLANK = "blank"  # nothing says that it was written on


_STANDS = {
    InterimState.ACCEPTED: Number.USED,
    InterimState.JOINED: Number.USED,
    InterimState.DOUBT: Number.BEGUN,
    InterimState.CANCELLED: Number.SPOILT,
}


def numbers_stand(
    numbers: int, used: int, known: Iterable[tuple[int, InterimState]]
) -> dict[int, Number]:
    """Return where each number of a book stands.

    `known` are the slips that were brought, `used` up to which number somebody has seen that slips
    are written on. A number below the highest of them and not brought is open: sheets are taken
    from the top. A spoilt or cancelled number says nothing of those below it: it may have been
    mistyped, or the bottom sheet of the stack was torn. Of two slips with one number the first
    counts.
    """
    stands: dict[int, Number] = {}
    for seq, state in known:
        stands.setdefault(seq, _STANDS[state])
    written = [seq for seq, where in stands.items() if where is not Number.SPOILT]
    highest = max([used, *written])
    return {
        seq: stands.get(seq, Number.OPEN if seq <= highest else Number.BLANK)
        for seq in range(1, numbers + 1)
    }


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a slip's time: as written, and what stands around it."""

    at: datetime
    issued_at: datetime
    ends_at: datetime
    closed: bool
    is_open: bool  # whether the unit works at that time
    before: datetime | None  # latest time of a lower number
    after: datetime | None  # earliest time of a higher one


def time_impossible(at: datetime, *, issued_at: datetime, now: datetime) -> bool:
    """Tell whether a time cannot be: to come, or before the slip was printed."""
    return at > now + HOUSE.slack or at < issued_at - HOUSE.slack


def written_doubts(slip: Written, now: datetime, house: House = HOUSE) -> list[Doubt]:
    """Return what speaks against a time written by hand; `WRITTEN` always, as it must be typed.

    Days later, after the book's end or after it was collected it is for the director; out of
    order for another person than who wrote it; outside of the hours it needs a note.
    """
    found = [Doubt.WRITTEN]
    if slip.closed or slip.at > slip.ends_at or now > slip.at + house.late:
        found.append(Doubt.WINDOW)
    early = slip.before is not None and slip.at < slip.before - house.hand_slack
    late = slip.after is not None and slip.at > slip.after + house.hand_slack
    if early or late:
        found.append(Doubt.ORDER)
    if not slip.is_open:
        found.append(Doubt.HOURS)
    return found


# What the note given with the number answers; anything else is looked at once the data are there.
NOTED = frozenset({Doubt.WRITTEN, Doubt.HOURS, Doubt.INVALID, Doubt.VERSION})


def reprint_problem(wanted: Iterable[int], stands: dict[int, Number]) -> list[int]:
    """Return the numbers that may not be printed once more: those that are written on or gone."""
    return [seq for seq in wanted if stands.get(seq) is not Number.BLANK]

"""Which months a dossier's new history changes: pure, for the totals kept per unit and month.

The index of a month asks how a dossier stood at one instant, the month's last. What is told later
about later instants changes nothing of it; what comes later about earlier ones may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.kernel import clock

TICK = timedelta(microseconds=1)
ONE_DAY = timedelta(days=1)
MONTHS_STAGE = 4
"""The stage of the lap of proof (`public/proof.py`) that looks at kept totals, by our keys."""
SPANS = (1, 3, 6, 12)
"""Of so many months totals are kept: months, quarters, half-years and years of the calendar."""
UNIT_BITS = 40
"""So many bits of a key are the unit's."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A month, quarter, half-year or year, and the last instant that its totals look at.

    `month` is the day by which it is known: the first of the month; of longer ones the day of
    their last month whose number is that of their months (`kept_day`).
    """

    month: date
    start: datetime
    until: datetime
    months: int = 1

    def runs(self, now: datetime) -> bool:
        """Return whether its last month is not over."""
        return now < clock.midnight(following(self.month))


@dataclass(frozen=True, slots=True)
class Version:
    """From when to before when a dossier stood so; `told` is everything else of the row."""

    since: datetime
    till: datetime | None
    told: tuple[object, ...]


def kept_of(month: date, now: datetime) -> Kept:
    """Return a month or longer (by its day) as it is kept: whole, or up to the last midnight.

    All of them that end with one month look at the same instant: what changes the one changes them
    all (`months_changed`).
    """
    first = _first(month)
    begins = clock.midnight(first)
    ends = min(clock.midnight(following(month)), clock.midnight(clock.local(now).date()))
    months = (month.year - first.year) * 12 + month.month - first.month + 1
    return Kept(month, begins, max(begins, ends) - TICK, months)


def words_of(day: date, written: str = "%Y-%m", between: str = "/") -> str:
    """Return the months of what is kept by a day, as 2026-09 or 2026-07/2026-09."""
    months = dict.fromkeys((_first(day), day.replace(day=1)))
    return between.join(one.strftime(written) for one in months)


def _first(day: date) -> date:
    first = day.replace(day=1)
    for _month_back in range(max(one for one in SPANS if one <= day.day) - 1):
        first = (first - ONE_DAY).replace(day=1)
    return first


def kept_day(first: date, last: date) -> date | None:
    """Return by which day the totals of a period are kept; None for a period without any."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and (last + ONE_DAY).day == 1
    if not whole or months not in SPANS or last.month % months:
        return None
    return last.replace(day=months)


def ending_with(month: date) -> tuple[date, ...]:
    """Return the days of all that ends with a month, itself first."""
    return tuple(month.replace(day=one) for one in SPANS if month.month % one == 0)


def running_with(month: date) -> tuple[date, ...]:
    """Return the days of what a month lies in and does not end, the shortest first.

    Of a running month these run too: what changes the one changes them all.
    """
    ends = {one: -(-month.month // one) * one for one in SPANS}
    return tuple(date(month.year, last, one) for one, last in ends.items() if last != month.month)


def running_day(first: date, last: date, today: date) -> date | None:
    """Return by which day a running period is kept, whether it ends with itself or today.

    "This quarter" of a page ends today. What is still to come has no dossiers yet.
    """
    running = today.replace(day=1)
    days = sorted((*ending_with(running), *running_with(running)), key=lambda day: day.day)
    for day in days:
        if _first(day) == first and today <= last < following(day):
            return day
    return None


def key_of(month: date, unit_id: int) -> int:
    """Return what is kept (its day) and a unit as one number: in the order of days, then units."""
    return month.toordinal() << UNIT_BITS | unit_id


def named_by(key: int) -> tuple[date, int]:
    """Return day and unit of a key."""
    return date.fromordinal(key >> UNIT_BITS), key & ((1 << UNIT_BITS) - 1)


def following(month: date) -> date:
    """Return the first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def months_changed(
    old: Sequence[Version], new: Sequence[Version], now: datetime
) -> tuple[date, ...]:
    """Return the months of which a total may count the dossier otherwise than before.

    A finished month is one where it stood otherwise at the last instant; the running month one
    where anything of before today's midnight differs, whichever midnight its total was kept at.
    """
    first = _differs_from(old, new)
    if first is None or first > now:
        return ()
    running = clock.local(now).date().replace(day=1)
    month = clock.local(first).date().replace(day=1)
    found = []
    while month < running:
        ends = kept_of(month, now).until
        if _standing(old, ends) != _standing(new, ends):
            found.append(month)
        month = following(month)
    if first <= kept_of(running, now).until:
        found.append(running)
    return tuple(found)


def _differs_from(old: Sequence[Version], new: Sequence[Version]) -> datetime | None:
    """Return the first instant at which two histories differ; None where they are the same."""
    same = 0
    for mine, other in zip(old, new, strict=False):
        if mine != other:
            break
        same += 1
    left, right = old[same:], new[same:]
    if not left and not right:
        return None
    begun = [one[0].since for one in (left, right) if one]
    if len(begun) < 2 or left[0].since != right[0].since or left[0].told != right[0].told:
        return min(begun)
    # The same version, ended otherwise: the histories differ from the earlier end on.
    return min(one.till for one in (left[0], right[0]) if one.till is not None)


def _standing(history: Sequence[Version], at: datetime) -> tuple[object, ...] | None:
    for one in history:
        if one.since <= at and (one.till is None or one.till > at):
            return one.told
    return None

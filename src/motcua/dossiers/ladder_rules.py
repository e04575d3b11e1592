"""The ladder of reminders: which rung a deadline has reached, and whose turn that is.

Plain functions of the due instant, the calendar and what was sent. The default is the project's
own after the domain brief 3.8 (T-2 working days the specialist, T-1 the head, T the leader and the
director, then daily); units set theirs as dated data (`models.ladder.Ladder`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from motcua.deadlines.rules import Calendar
from motcua.kernel.clock import LEGAL_ZONE


class Turn(StrEnum):
    """Whom a rung reaches."""

    HOLDER = "holder"  # whoever has the work, and whoever stands in
    HEAD = "head"  # the nearest leader above the work
    LEADER = "leader"  # the leader of the competent unit
    DIRECTOR = "director"  # of the service centre


class RungCode(StrEnum):
    """The rungs, in order; those of a step are about its own due instant."""

    BEFORE_TWO = "before_two"
    BEFORE_ONE = "before_one"
    DUE = "due"
    OVERDUE = "overdue"
    STEP_LATE = "step_late"


@dataclass(frozen=True)
class Rung:
    """When it is reached (working days after the due instant, negative: before) and by whom.

    `times` repeats it on as many working days in a row.
    """

    code: RungCode
    days: int
    turns: frozenset[Turn]
    times: int = 1


_ALL = frozenset(Turn)
DEFAULT_LADDER: tuple[Rung, ...] = (
    Rung(RungCode.BEFORE_TWO, -2, frozenset({Turn.HOLDER})),
    Rung(RungCode.BEFORE_ONE, -1, frozenset({Turn.HOLDER, Turn.HEAD})),
    Rung(RungCode.DUE, 0, _ALL),
    Rung(RungCode.OVERDUE, 1, _ALL, times=5),
)
STEP_LADDER: tuple[Rung, ...] = (Rung(RungCode.STEP_LATE, 0, frozenset({Turn.HOLDER, Turn.HEAD})),)
TIMES_MAX = 20
DAYS_MAX = 10


@dataclass(frozen=True, order=True)
class Reached:
    """A rung that was reached: the `occurrence`-th time (from 0), at this instant."""

    at: datetime
    occurrence: int
    code: RungCode


def shifted(due_at: datetime, days: int, calendar: Calendar) -> datetime:
    """Return the instant so many working days before (negative) or after, same time of the day."""
    local = due_at.astimezone(LEGAL_ZONE)
    day = local.date()
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= calendar.is_working(day)
    return datetime.combine(day, local.time(), LEGAL_ZONE)


def rung_now(
    *,
    due_at: datetime,
    now: datetime,
    paused: bool,
    calendar: Calendar,
    ladder: Sequence[Rung],
    sent: Collection[tuple[str, int]] = (),
) -> Reached | None:
    """Return the rung that is to be told now, if it was not told yet (about this due instant).

    Only the last one reached: nobody is told on Monday what held on Friday. Nothing while the
    clock stands; nothing once the last repetition is over; never a rung below one that was sent.
    """
    if paused:
        return None
    steps = sorted(
        Reached(shifted(due_at, rung.days + again, calendar), again, rung.code)
        for rung in ladder
        for again in range(rung.times)
    )
    reached = [one for one in steps if one.at <= now]
    if not reached or reached[-1].at < now - timedelta(days=14):
        return None
    last = reached[-1]
    done = [one for one in steps if (one.code.value, one.occurrence) in sent]
    if done and max(done) >= last:
        return None
    return last


def is_open_hour(now: datetime, calendar: Calendar) -> bool:
    """Return whether the unit works at this instant: reminders keep to its hours."""
    moment = now.astimezone(LEGAL_ZONE).replace(tzinfo=None)
    return any(opens <= moment < closes for opens, closes in calendar.day(moment.date()).spans)


@dataclass(frozen=True)
class Places:
    """Who stands where around a piece of work: accounts by turn."""

    holders: frozenset[int]
    heads: frozenset[int]
    leaders: frozenset[int]
    directors: frozenset[int]
    substitutes: Mapping[int, int]  # of accounts that are away

    def of(self, turns: Iterable[Turn]) -> dict[int, Turn]:
        """Return the accounts to be told, each once, at the turn nearest to the work.

        Work that nobody has taken reminds its head instead of a holder. Who is away is told by
        the substitute as well.
        """
        wanted = set(turns)
        if Turn.HOLDER in wanted and not self.holders:
            wanted.add(Turn.HEAD)
        found: dict[int, Turn] = {}
        by_turn = (
            (Turn.HOLDER, self.holders),
            (Turn.HEAD, self.heads),
            (Turn.LEADER, self.leaders),
            (Turn.DIRECTOR, self.directors),
        )
        for turn, accounts in by_turn:
            if turn in wanted:
                for account in sorted(accounts):
                    found.setdefault(account, turn)
                    if account in self.substitutes:
                        found.setdefault(self.substitutes[account], turn)
        return found


def ladder_problems(rungs: Sequence[Rung]) -> dict[str, str]:
    """Return what is wrong with a ladder, by rung: `order`, `times`, `days`, `turns`."""
    problems: dict[str, str] = {}
    last = -DAYS_MAX - 1
    for rung in rungs:
        if not -DAYS_MAX <= rung.days <= DAYS_MAX:
            problems[rung.code.value] = "days"
        elif rung.days <= last:
            problems[rung.code.value] = "order"
        elif not 1 <= rung.times <= TIMES_MAX:
            problems[rung.code.value] = "times"
        elif not rung.turns:
            problems[rung.code.value] = "turns"
        last = max(last, rung.days)
    return problems

"""Which unit needs help first: the rule by which a province's first screen puts units in order.

One statement, published on the page itself. A unit is named for at least one of these reasons, and
the reasons stand in this order (`Reason`):

1. overdue: people wait beyond the day that was promised to them;
2. too much due: more is due by the end of the next working day than it resolves on two of its own
   working days of the period, so that more will be late; fewer than five of them tell no pace;
3. blocked: dossiers stand still because of a difficulty that is open;
4. below the whole: its share in time lies below that of all units together, beyond chance.

Units come by their first reason; of two with the same first reason the one with more of it, then
by the next ones. Equal in all, they are equal: the same rank, in the order of names. It is counted
in dossiers, because each is somebody who waits, and never in points or shares; a share alone names
a unit only beyond chance (`LEAST`, `SURE` of the weekly brief), so that a small one is not accused
of noise. Units are put in order so that somebody helps them: it is no ranking of merit, and no
person's name stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from motcua.oversight.brief_rules import LEAST, SURE

PACE_LEAST = 5
"""With fewer working days of the period behind it nobody has a pace to be measured by."""
PACE_DAYS = 2
"""Beyond what it resolves on so many of its working days, what is due soon is too much."""


class Reason(StrEnum):
    """Why a unit needs help, the most urgent first."""

    OVERDUE = "overdue"
    TOO_MUCH = "too-much"
    BLOCKED = "blocked"
    BELOW = "below"


ORDER = tuple(Reason)


@dataclass(frozen=True)
class Stand:
    """Figures of a unit: stocks now, flows of a period with so many working days until now."""

    code: str
    name: str
    open: int
    overdue: int
    due_soon: int
    resolved: int
    in_time: int
    blocked: int = 0
    working_days: int = 0


@dataclass(frozen=True)
class Need:
    """A unit that needs help; `reasons` with their numbers, the most urgent first.

    The number is of dossiers; for BELOW those resolved late.
    """

    stand: Stand
    reasons: tuple[tuple[Reason, int], ...]
    rank: int

    @property
    def first(self) -> Reason:
        """Return why it stands where it stands."""
        return self.reasons[0][0]


def reasons_of(one: Stand, whole: Stand) -> tuple[tuple[Reason, int], ...]:
    """Return why a unit needs help, the most urgent first; empty when it needs none.

    `whole` is the sum of all units that are compared.
    """
    found = {
        Reason.OVERDUE: one.overdue,
        Reason.TOO_MUCH: one.due_soon if _too_much(one) else 0,
        Reason.BLOCKED: one.blocked,
        Reason.BELOW: one.resolved - one.in_time if is_below(one, whole) else 0,
    }
    return tuple((reason, found[reason]) for reason in ORDER if found[reason])


def _too_much(one: Stand) -> bool:
    """Tell whether more is due soon than the unit resolves on two of its working days."""
    if not one.due_soon or one.working_days < PACE_LEAST:
        return False
    return one.due_soon > PACE_DAYS * Fraction(one.resolved, one.working_days)


def is_below(one: Stand, whole: Stand) -> bool:
    """Tell whether a unit's share in time lies below that of all the others beyond chance."""
    m, n = one.resolved, whole.resolved - one.resolved
    if min(m, n) < LEAST:
        return False
    a, b = one.in_time, whole.in_time - one.in_time
    pooled = (a + b) / (m + n)
    error = sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
    return error > 0 and (a / m - b / n) / error <= -SURE


def needs(units: Iterable[Stand]) -> tuple[Need, ...]:
    """Return the units that need help, in order; equal ones bear the same rank."""
    stands = list(units)
    whole = _sum(stands)
    found = [(one, why) for one in stands if (why := reasons_of(one, whole))]
    found.sort(key=lambda pair: (*_urgency(pair[1]), pair[0].name, pair[0].code))
    ranked: list[Need] = []
    for place, (one, why) in enumerate(found, 1):
        same = bool(ranked) and _urgency(ranked[-1].reasons) == _urgency(why)
        ranked.append(Need(one, why, ranked[-1].rank if same else place))
    return tuple(ranked)


def _urgency(why: Sequence[tuple[Reason, int]]) -> tuple[int, ...]:
    """Return what is compared: the number of each reason in their order, more before less."""
    numbers = dict(why)
    return tuple(-numbers.get(reason, 0) for reason in ORDER)


def _sum(stands: Sequence[Stand]) -> Stand:
    return Stand(
        code="",
        name="",
        open=sum(one.open for one in stands),
        overdue=sum(one.overdue for one in stands),
        due_soon=sum(one.due_soon for one in stands),
        resolved=sum(one.resolved for one in stands),
        in_time=sum(one.in_time for one in stands),
        blocked=sum(one.blocked for one in stands),
    )

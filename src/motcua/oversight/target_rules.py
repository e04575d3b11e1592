"""Targets of a resolution: how a unit stands, how it will end, and its colour, by published rules.

A share is exact (`Fraction`); nothing is rounded before it is compared. A unit without a
denominator has no share (not applicable), which is neither good nor bad.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

RECENT_DAYS = 28
"""A forecast goes on as the last four weeks did: whole weeks, so that no weekday counts twice."""


class Metric(StrEnum):
    """What a target is about; numerator and denominator stand in `METRICS`."""

    IN_TIME = "in-time"  # resolved early or on time, of those resolved
    ONLINE = "online"  # received online, of those received
    OVERDUE = "overdue"  # overdue at the end, of those open
    INDEX = "index"  # the ratio of an indicator of the Service Index
    POINTS = "points"  # points of an indicator, or of the whole index, of those in reach there


class Level(StrEnum):
    """Whom a target is for."""

    COMMUNES = "communes"
    PROVINCE = "province"  # departments and bodies of the province
    ALL = "all"


class Status(StrEnum):
    """How a unit stands to a target, and a unit to all of them."""

    GREEN = "green"  # reached
    AMBER = "amber"  # not reached, but it will be if the last four weeks go on
    RED = "red"
    NONE = "none"  # not applicable: nothing to count


@dataclass(frozen=True)
class Measure:
    """Which figures make a metric, and whether more is better."""

    numerator: str
    denominator: str
    at_least: bool = True
    stock: bool = False  # counted at an instant, not over a period: nothing to project


INDEXED = frozenset({Metric.INDEX, Metric.POINTS})
"""Metrics that the Service Index counts; the others are the board's figures in `METRICS`."""
NO_SHARE = frozenset({"2.2"})
"""Indicators whose ratio is no share of 100 per cent; their points may be a target."""
METRICS: dict[Metric, Measure] = {
    Metric.IN_TIME: Measure("resolved-in-time", "resolved"),
    Metric.ONLINE: Measure("received-online", "received"),
    Metric.OVERDUE: Measure("overdue", "open", at_least=False, stock=True),
}


@dataclass(frozen=True)
class Count:
    """A numerator and a denominator."""

    part: int = 0
    whole: int = 0

    @property
    def share(self) -> Fraction | None:
        """Return the share, None without a denominator."""
        return Fraction(self.part, self.whole) if self.whole else None


@dataclass(frozen=True)
class Standing:
    """How a unit stands to a target."""

    status: Status
    share: Fraction | None
    forecast: Fraction | None
    missing: int  # how many more of what is counted now would reach it; 0 when it is reached


def reached(share: Fraction, goal: Fraction, *, at_least: bool) -> bool:
    """Return whether a share meets a goal."""
    return share >= goal if at_least else share <= goal


def forecast_of(so_far: Count, recent: Count, *, days_left: int, days: int) -> Fraction | None:
    """Return the share at the end of the period if the recent `days` go on for `days_left`."""
    if days_left <= 0 or days <= 0:
        return so_far.share
    more = Fraction(days_left, days)
    whole = so_far.whole + recent.whole * more
    return (so_far.part + recent.part * more) / whole if whole else None


def standing_of(
    measure: Measure, goal: Fraction, so_far: Count, recent: Count, *, days_left: int, days: int
) -> Standing:
    """Return how a unit stands; `recent` are the last `days` of the period so far."""
    share = so_far.share
    later = share
    if not measure.stock:
        later = forecast_of(so_far, recent, days_left=days_left, days=days)
    if share is None:
        return Standing(Status.NONE, None, later, 0)
    if reached(share, goal, at_least=measure.at_least):
        return Standing(Status.GREEN, share, later, 0)
    will = later is not None and reached(later, goal, at_least=measure.at_least)
    status = Status.AMBER if will and days_left > 0 else Status.RED
    return Standing(status, share, later, missing_of(so_far, goal, at_least=measure.at_least))


def index_standing(
    goal: Fraction, so_far: Fraction | None, recent: Fraction | None, *, days_left: int
) -> Standing:
    """Return how a unit stands to a target on the Service Index; `recent` is its last 28 days.

    An index is no sum of days and is not projected: amber is whoever reached the goal in the last
    28 days, though not yet over the whole period. None: nothing to divide by, no colour.
    """
    if so_far is None:
        return Standing(Status.NONE, None, recent, 0)
    if so_far >= goal:
        return Standing(Status.GREEN, so_far, recent, 0)
    lately = recent is not None and recent >= goal and days_left > 0
    return Standing(Status.AMBER if lately else Status.RED, so_far, recent, 0)


def missing_of(so_far: Count, goal: Fraction, *, at_least: bool) -> int:
    """Return how many of those counted would have to be otherwise for the goal to be met."""
    wanted = goal * so_far.whole
    gap = wanted - so_far.part if at_least else so_far.part - wanted
    return max(0, -(-gap.numerator // gap.denominator))


_WORST = (Status.RED, Status.AMBER, Status.GREEN)


def colour_of(statuses: Iterable[Status]) -> Status:
    """Return the state of a unit: its worst one; what is not applicable does not count."""
    found = set(statuses)
    return next((one for one in _WORST if one in found), Status.NONE)


def days_of(first: date, last: date, today: date) -> tuple[int, int]:
    """Return how many whole days of a period are over, and how many are left, today included."""
    over = min(max((today - first).days, 0), (last - first).days + 1)
    return over, (last - first).days + 1 - over

"""When somebody is reminded of an answer that they owe: before it is due, when it is, each week.

The rule is the project's own, dated: a later one is added with the day from which it holds. No
law says more than that answers have a limit (domain brief 6.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from motcua.deadlines.rules import Calendar


class Rung(StrEnum):
    """What a reminder is about."""

    BEFORE = "before"  # it is due in a few working days
    DUE = "due"  # it is due today, or was since
    LATE = "late"  # it is late by whole weeks


@dataclass(frozen=True)
class ReminderRule:
    """So many working days before, then on the day, then again after so many days each."""

    valid_from: date
    working_days_before: int
    again_days: int
    source: str


RULES = (ReminderRule(date(2025, 7, 1), 1, 7, "src/motcua/oversight/README.md"),)


@dataclass(frozen=True)
class Reached:
    """The rung that is reached, and the how-manieth time."""

    rung: Rung
    occurrence: int = 1


def rule_on(day: date) -> ReminderRule | None:
    """Return the rule in force on a day, None before the first."""
    return max(
        (one for one in RULES if one.valid_from <= day),
        key=lambda one: one.valid_from,
        default=None,
    )


def rung_of(*, due_on: date, today: date, calendar: Calendar) -> Reached | None:
    """Return what is to be told today of an answer that is due on a day, None for nothing yet.

    Only the rung of today is told: what was missed while nothing ran is not made up for.
    """
    rule = rule_on(today)
    if rule is None:
        return None
    if today < due_on:
        soon = today >= day_before(due_on, rule.working_days_before, calendar)
        return Reached(Rung.BEFORE) if soon else None
    weeks = (today - due_on).days // rule.again_days
    return Reached(Rung.LATE, weeks) if weeks else Reached(Rung.DUE)


def day_before(day: date, count: int, calendar: Calendar) -> date:
    """Return the `count`-th working day before a day."""
    found = day
    while count:
        found -= timedelta(days=1)
        count -= calendar.is_working(found)
    return found

"""The law of deadlines, as plain functions: no Django, no clock, exact.

Counted in Asia/Ho_Chi_Minh (no daylight saving); instants come in with any zone and go out in UTC.
Sources: Civil Code 2015 Art. 147-148 (the first day is not counted; a period that ends on a day of
rest ends with the next working day), Labour Code 2019 Art. 111-112 (days off and days in lieu),
Government letters on swapped days.
"""

from __future__ import annotations

from motcua.deadlines.rules.calendar import Calendar, Day
from motcua.deadlines.rules.due import due_compute
from motcua.deadlines.rules.limits import due_rule_for, limit_parse, sessions_parse
from motcua.deadlines.rules.measure import (
    next_session_start,
    remaining,
    working_days_between,
    working_minutes_between,
)
from motcua.deadlines.types import (
    DEFAULT_WEEK,
    CalendarInvalid,
    DayEntry,
    DayReason,
    DeadlineInvalid,
    Due,
    DueRule,
    Layer,
    Level,
    Limit,
    LimitKind,
    Names,
    Remaining,
    Session,
    Sessions,
    Step,
    Suspension,
    Week,
)

__all__ = [
    "DEFAULT_WEEK",
    "Calendar",
    "CalendarInvalid",
    "Day",
    "DayEntry",
    "DayReason",
    "DeadlineInvalid",
    "Due",
    "DueRule",
    "Layer",
    "Level",
    "Limit",
    "LimitKind",
    "Names",
    "Remaining",
    "Session",
    "Sessions",
    "Step",
    "Suspension",
    "Week",
    "due_compute",
    "due_rule_for",
    "limit_parse",
    "next_session_start",
    "remaining",
    "sessions_parse",
    "working_days_between",
    "working_minutes_between",
]

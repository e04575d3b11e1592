"""Reading the rows of a calendar file: every fault is told by row and column, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from motcua.deadlines.rules import DayReason, DeadlineInvalid, Names, sessions_parse
from motcua.deadlines.types import RowRefused
from motcua.kernel.errors import Refused
from motcua.kernel.text import nfc
from motcua.organisations import queries as organisations

KINDS = {
    "public_holiday": DayReason.HOLIDAY,
    "compensatory_day_off": DayReason.IN_LIEU,
    "makeup_working_day": DayReason.MAKE_UP,
    "closed": DayReason.CLOSED,
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LENGTHS = {"name": 200, "name_en": 200, "name_id": 200, "source": 250, "sessions": 120}


@dataclass(frozen=True, slots=True)
class Statement:
    """One readable row: what a layer says of a date."""

    unit_id: int | None
    date: date
    reason: DayReason
    names: Names
    source: str
    sessions: str = ""

    def content(self) -> dict[str, Any]:
        """Return what is said, as the fields of a stored entry."""
        return {
            "date": self.date,
            "reason": self.reason.value,
            "name_vi": nfc(self.names.vi),
            "name_en": nfc(self.names.en),
            "name_id": nfc(self.names.id),
            "sessions": self.sessions,
            "source": self.source,
        }


class _BadCellError(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def rows_read(
    rows: Iterable[Mapping[str, str]], unit_id: int | None
) -> tuple[list[Statement], list[RowRefused]]:
    """Return the readable rows and the refused ones; a group with a bad row is refused whole.

    Two rows about one date of one layer are both refused: which of them is right is not known.
    """
    read: list[tuple[int, dict[str, str], Statement | _BadCellError]] = []
    for number, row in enumerate(rows, start=2):
        values = {str(k): nfc(str(v or "")) for k, v in row.items()}
        try:
            read.append((number, values, _statement(values, unit_id)))
        except _BadCellError as error:
            read.append((number, values, error))
    told = Counter((s.unit_id, s.date) for _n, _v, s in read if isinstance(s, Statement))
    bad_groups: set[tuple[str, str]] = set()
    for index, (number, values, result) in enumerate(read):
        outcome = result
        if isinstance(outcome, Statement) and told[outcome.unit_id, outcome.date] > 1:
            outcome = _BadCellError("date", _("The file says two things about this date."))
            read[index] = (number, values, outcome)
        if isinstance(outcome, _BadCellError) and values.get("group"):
            bad_groups.add(_group(values))
    statements, refused = [], []
    for number, values, result in read:
        if isinstance(result, _BadCellError):
            refused.append(RowRefused(number, result.column, result.reason, values))
        elif values.get("group") and _group(values) in bad_groups:
            reason = _("Another row of the same group is wrong; they are loaded together.")
            refused.append(RowRefused(number, "group", reason, values))
        else:
            statements.append(result)
    return statements, refused


def _group(values: Mapping[str, str]) -> tuple[str, str]:
    return values.get("unit", ""), values["group"]


def _statement(values: Mapping[str, str], unit_id: int | None) -> Statement:
    for column in ("date", "name", "kind", "source"):
        if not values.get(column):
            raise _BadCellError(column, _("This column must not be empty."))
    for column, length in LENGTHS.items():
        if len(values.get(column, "")) > length:
            raise _BadCellError(column, _("At most %(count)s characters.") % {"count": length})
    day = _date(values)
    reason = KINDS.get(values["kind"])
    if reason is None:
        allowed = ", ".join(KINDS)
        raise _BadCellError("kind", _("Unknown kind. Allowed are: %(kinds)s.") % {"kinds": allowed})
    try:
        sessions = sessions_parse(values.get("sessions", ""))
    except DeadlineInvalid as error:
        raise _BadCellError("sessions", error.message) from error
    if sessions and reason is not DayReason.MAKE_UP:
        raise _BadCellError("sessions", _("A day off has no opening hours."))
    return Statement(
        unit_id=_unit(values.get("unit", ""), day, unit_id),
        date=day,
        reason=reason,
        names=Names(values["name"], values.get("name_en", ""), values.get("name_id", "")),
        source=values["source"],
        sessions=" ".join(map(str, sessions)),
    )


def _date(values: Mapping[str, str]) -> date:
    try:
        day = date.fromisoformat(values["date"])
    except ValueError as error:
        message = _("There is no such date. Write it as 2026-08-31.")
        raise _BadCellError("date", message) from error
    weekday = values.get("weekday", "").lower()
    if weekday and weekday != WEEKDAYS[day.weekday()]:
        raise _BadCellError("weekday", _("The weekday does not belong to the date."))
    return day


def _unit(code: str, day: date, unit_id: int | None) -> int | None:
    if not code:
        return unit_id
    try:
        return organisations.unit_by_code(code, on=day).id
    except Refused as error:
        raise _BadCellError("unit", error.message) from error

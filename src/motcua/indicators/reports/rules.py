"""What holds for every sheet, as pure functions: identities, sums, shares, plain form, difference.

Nothing here knows a database or a language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from motcua.indicators.reports.types import (
    TOTAL,
    CellChange,
    Change,
    ColumnKind,
    ReportColumn,
    Sheet,
    SheetCheck,
    SheetLine,
    SheetNote,
    Value,
)
from motcua.indicators.types import Period

PLAIN = "motcua.sheet/1"
"""The version of the plain form; another one is refused rather than guessed at."""
SUMMED = "Σ"
"""The text of the check that the total is the sum of the lines."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a form's columns owe each other in every row: sums are equal, or at most as large.

    `left` and `right` are keys of columns whose cells are added up.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    at_most: bool = False

    def holds(self, row: Mapping[str, Value]) -> bool | None:
        """Tell whether a row keeps it; None where a cell is not known."""
        left, right = _sum(row, self.left), _sum(row, self.right)
        if left is None or right is None:
            return None
        return left <= right if self.at_most else left == right

    def text(self, columns: Sequence[ReportColumn]) -> str:
        """Return it in the form's own numbers, such as "(3) = (4) + (5)"."""
        numbers = {one.key: one.number for one in columns}
        sides = [" + ".join(numbers[key] for key in side) for side in (self.left, self.right)]
        return f" {'≤' if self.at_most else '='} ".join(sides)


def _sum(row: Mapping[str, Value], keys: Collection[str]) -> int | Fraction | None:
    total: int | Fraction = 0
    for key in keys:
        value = row[key]
        if value is None or isinstance(value, str):
            return None
        total += value
    return total


def checks_of(
    columns: Sequence[ReportColumn],
    identities: Sequence[Identity],
    lines: Sequence[Sequence[Value]],
    totals: Sequence[Value],
    *,
    adding: Collection[str],
) -> tuple[SheetCheck, ...]:
    """Check the identities in every row and the total, and the totals of the columns that add up.

    An identity that no row can answer, because a cell is not known, is left out. `adding` are keys
    of columns whose total is the sum of the lines.
    """
    keys = [one.key for one in columns]
    rows = [dict(zip(keys, row, strict=True)) for row in (*lines, totals)]
    checks = []
    for identity in identities:
        answers = [told for row in rows if (told := identity.holds(row)) is not None]
        if answers:
            checks.append(SheetCheck(identity.text(columns), all(answers)))
    if adding:
        counts = [one for one in columns if one.kind is ColumnKind.COUNT]
        numbers = [one.number for one in counts if one.key in adding]
        text = SUMMED if len(numbers) == len(counts) else f"{SUMMED} {' '.join(numbers)}"
        checks.append(SheetCheck(text, all(_adds_up(key, rows) for key in adding)))
    return tuple(checks)


def _adds_up(key: str, rows: Sequence[Mapping[str, Value]]) -> bool:
    """Tell whether the last row is the sum of the others; what is not known says nothing."""
    *parts, total = [row[key] for row in rows]
    if None in parts or total is None:
        return True
    return sum(one for one in parts if isinstance(one, int)) == total


def share(part: Value, whole: Value) -> Fraction | None:
    """Return an exact share; None where a side is not known or there is nothing to divide by."""
    if not isinstance(part, int | Fraction) or not isinstance(whole, int | Fraction) or not whole:
        return None
    return Fraction(part) / Fraction(whole)


def sheet_plain(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as data that JSON keeps exactly; `sheet_read` gives the same sheet back."""
    return {
        "form": PLAIN,
        "report": sheet.report,
        "unit": {
            "id": sheet.unit_id,
            "code": sheet.unit_code,
            "name": sheet.unit_name,
            "parent": sheet.parent_name,
        },
        "first": sheet.period.first.isoformat(),
        "last": sheet.period.last.isoformat(),
        "cut_off": sheet.cut_off.isoformat(),
        "columns": [
            {"key": one.key, "number": one.number, "kind": one.kind.value} for one in sheet.columns
        ],
        "lines": [
            {
                "key": one.key,
                "code": one.code,
                "label": one.label,
                "unit": one.unit_id,
                "cells": [_plain(cell) for cell in one.cells],
            }
            for one in sheet.lines
        ],
        "totals": [_plain(cell) for cell in sheet.totals],
        "checks": [{"text": one.text, "holds": one.holds} for one in sheet.checks],
        "notes": [{"key": one.key, "values": list(one.values)} for one in sheet.notes],
    }


def _plain(value: Value) -> Any:
    return [value.numerator, value.denominator] if isinstance(value, Fraction) else value


def sheet_read(plain: Mapping[str, Any]) -> Sheet:
    """Return the sheet of a plain form; raises ValueError or KeyError for what is none."""
    if plain.get("form") != PLAIN:
        raise ValueError(f"a sheet in the form {plain.get('form')} cannot be read here")
    unit = plain["unit"]
    return Sheet(
        report=plain["report"],
        unit_id=unit["id"],
        unit_code=unit["code"],
        unit_name=unit["name"],
        parent_name=unit["parent"],
        period=Period(date.fromisoformat(plain["first"]), date.fromisoformat(plain["last"])),
        cut_off=datetime.fromisoformat(plain["cut_off"]),
        columns=tuple(
            ReportColumn(one["key"], one["number"], ColumnKind(one["kind"]))
            for one in plain["columns"]
        ),
        lines=tuple(
            SheetLine(
                one["key"],
                one["code"],
                one["label"],
                one["unit"],
                tuple(_read(cell) for cell in one["cells"]),
            )
            for one in plain["lines"]
        ),
        totals=tuple(_read(cell) for cell in plain["totals"]),
        checks=tuple(SheetCheck(one["text"], one["holds"]) for one in plain["checks"]),
        notes=tuple(SheetNote(one["key"], tuple(one["values"])) for one in plain["notes"]),
    )


def _read(plain: Any) -> Value:
    if isinstance(plain, list | tuple):
        numerator, denominator = plain
        return Fraction(numerator, denominator)
    if plain is None or (isinstance(plain, int | str) and not isinstance(plain, bool)):
        return plain
    raise ValueError(f"{plain!r} is no cell of a sheet")


def sheet_difference(old: Sheet, new: Sheet) -> tuple[CellChange, ...]:
    """Return the cells that differ, in the order of the new sheet, then what only the old one has.

    Raises ValueError for sheets of another report, unit or period: they do not differ, they are
    about something else.
    """
    if (old.report, old.unit_id, old.period) != (new.report, new.unit_id, new.period):
        raise ValueError("two sheets of one report, unit and period are compared")
    return tuple(_differences(old, new))


def _differences(old: Sheet, new: Sheet) -> Iterator[CellChange]:
    before, after = _cells(old), _cells(new)
    labels = {one.key: one.label for one in (*old.lines, *new.lines)}
    for key in [*after, *(key for key in before if key not in after)]:
        what = Change.ADDED if key not in before else Change.CHANGED
        what = Change.GONE if key not in after else what
        was, now = before.get(key), after.get(key)
        if what is not Change.CHANGED or was != now:
            line, column = key
            yield CellChange(line, labels.get(line, ""), column, what, was, now)


def _cells(sheet: Sheet) -> dict[tuple[str, str], Value]:
    rows = [*((one.key, one.cells) for one in sheet.lines), (TOTAL, sheet.totals)]
    return {
        (key, column.key): cell
        for key, cells in rows
        for column, cell in zip(sheet.columns, cells, strict=True)
    }

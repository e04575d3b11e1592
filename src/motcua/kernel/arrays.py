"""Many values for one statement: arrays as PostgreSQL reads them.

A driver asks for each value how to write it: over thousands of numbers it takes longer than the
statement that they are for. Cast the text where it is used: `%s::bigint[]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def array_text(values: Iterable[object]) -> str:
    """Return values of one type (numbers, yes and no, instants, days, texts) or None as an array.

    Sets are written in no order: sort them where somebody may compare statements.
    """
    return "{" + ",".join(map(_element, values)) + "}"


def columns_text(rows: Iterable[Sequence[object]]) -> list[str]:
    """Return rows as one array for each column, for `unnest`; rows are all of one length."""
    return [array_text(column) for column in zip(*rows, strict=True)]


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)

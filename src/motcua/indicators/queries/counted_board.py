"""The board of a unit with what it took over: counted in its sums, each on a line of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext as _

from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.places import Counted
from motcua.indicators.queries.board import board
from motcua.indicators.queries.counted import taken_over_seen
from motcua.indicators.queries.figures import added
from motcua.indicators.types import Board, BoardRow, Figure, Figures, Period


def board_of(
    counted: Counted,
    period: Period,
    *,
    procedure_ids: Collection[int] | None = None,
    officials: bool = True,
) -> Board:
    """Return the board of the units that count under a unit (`counted_units`).

    `by_unit` has a line for each unit directly under it, one for itself, and one for each unit that
    it took over, which stands there with everything under it. Officials are those of its own units:
    who works elsewhere is told there. Eight statements at most, two more where it took over units
    and officials are asked for.
    """
    with taken_over_seen(counted.unit_id, counted.taken_ids):
        found = board(
            counted.ids,
            period,
            main_unit_id=counted.unit_id,
            procedure_ids=procedure_ids,
            officials=officials and not counted.taken,
        )
    if not counted.taken:
        return found
    people = (
        board(counted.own, period, main_unit_id=counted.unit_id).by_official
        if officials and procedure_ids is None
        else ()
    )
    return replace(found, by_unit=lines_told(found.by_unit, counted), by_official=people)


def lines_told(rows: Collection[BoardRow], counted: Counted) -> tuple[BoardRow, ...]:
    """Return lines with everything that was taken over with a unit on that unit's line."""
    line_of = counted.line_of
    parts: dict[int, list[Figures]] = {}
    kept = [row for row in rows if row.key not in line_of]
    for row in rows:
        if row.key in line_of:
            parts.setdefault(line_of[row.key], []).append(row.figures)
    units = units_tree().rows
    kept += [
        BoardRow(key, units[key].code, taken_over_name(units[key].name), added(some))
        for key, some in parts.items()
    ]
    kept.sort(
        key=lambda row: (
            -row.figures[Figure.OVERDUE],
            -row.figures[Figure.LATE],
            -row.figures[Figure.OPEN],
            -row.figures[Figure.RECEIVED],
            row.label,
        )
    )
    return tuple(kept)


def taken_over_name(name: str) -> str:
    """Return what the line of a unit is called that was taken over."""
    return _("Taken over from %(unit)s") % {"unit": name}

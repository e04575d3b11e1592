"""Results by unit (II.06a, II.06c), from the query that boards and files have always shared."""

from __future__ import annotations

from motcua.indicators.queries.behind import codes_behind
from motcua.indicators.queries.lines import places_seen, report_places
from motcua.indicators.queries.report import report_ii06a
from motcua.indicators.reports.asked import Asked, Counted
from motcua.indicators.reports.makers.units import merged_notes, units_of_line
from motcua.indicators.reports.refusals import cell_unknown
from motcua.indicators.reports.types import SheetLine, SheetNote
from motcua.indicators.types import COLUMNS, Figure


def counted(asked: Asked) -> Counted:
    """Return a line per subordinate unit, as `queries/report.py` counts it."""
    found = report_ii06a(
        asked.unit.id, asked.period.first, asked.period.last, as_of=asked.window.until
    )
    places = report_places(asked.unit, asked.window.until)
    shown = {line.unit_id for line in found.lines}
    return Counted(
        lines=tuple(
            SheetLine(str(line.unit_id), line.code, line.label, line.unit_id, line.figures)
            for line in found.lines
        ),
        totals=found.totals,
        notes=(
            SheetNote("c9"),
            *merged_notes([one for one in places if one.unit.id in shown], asked.window.until),
        ),
    )


def codes(asked: Asked, line: str, column: str, after: str, most: int) -> list[str]:
    """Return the dossiers that a figure counts, under a line or all of them."""
    if column not in COLUMNS:
        raise cell_unknown()
    places = report_places(asked.unit, asked.window.until)
    units = units_of_line(places, line)
    with places_seen(asked.unit.id, places):
        return codes_behind(Figure(column), units, asked.window, after=after, limit=most)

"""What reports by unit share: the units of a line, and the note on units that were merged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from motcua.indicators.queries.lines import ReportPlace, units_on
from motcua.indicators.reports.refusals import cell_unknown
from motcua.indicators.reports.types import TOTAL, SheetNote
from motcua.kernel import clock


def units_of_line(places: Collection[ReportPlace], line: str) -> frozenset[int]:
    """Return the units whose rows stand on a line (or on all); raises NotFound for no line."""
    if line == TOTAL:
        return units_on(places)
    found = next((one for one in places if str(one.unit.id) == line), None)
    if found is None:
        raise cell_unknown()
    return found.unit_ids


def merged_notes(shown: Collection[ReportPlace], until: datetime) -> tuple[SheetNote, ...]:
    """Return the rule of merged units where a line names a unit that had ended by an instant."""
    on = clock.local(until).date()
    ended = [one.unit.full_name for one in shown if (one.unit.valid_to or date.max) <= on]
    return (SheetNote("merged", tuple(ended)),) if ended else ()

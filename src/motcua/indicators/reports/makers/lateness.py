"""Causes of lateness by unit, from the list of late dossiers that the page of causes reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from motcua.dossiers.queries.lives import codes_by_id, ids_by_code
from motcua.indicators.queries.causes import LateDossier, causes_of
from motcua.indicators.queries.lines import (
    places_seen,
    report_places,
    shown_places,
    units_on,
)
from motcua.indicators.reports.asked import Asked, Counted
from motcua.indicators.reports.forms.lateness import CAUSES
from motcua.indicators.reports.makers.units import merged_notes, units_of_line
from motcua.indicators.reports.refusals import cell_unknown
from motcua.indicators.reports.types import SheetLine, SheetNote
from motcua.indicators.types import Figure

FIGURES = {"late": Figure.LATE, "overdue": Figure.OVERDUE}


def counted(asked: Asked) -> Counted:
    """Return a line per subordinate unit: late in all, of which ended and open, and why."""
    places = report_places(asked.unit, asked.window.until)
    with places_seen(asked.unit.id, places):
        rows = causes_of(units_on(places), asked.window).rows
    by_unit: dict[int, list[LateDossier]] = {}
    for row in rows:
        by_unit.setdefault(row.unit_id, []).append(row)
    shown = shown_places(places, by_unit.keys())
    return Counted(
        lines=tuple(
            SheetLine(
                str(one.unit.id),
                one.unit.code,
                one.unit.full_name,
                one.unit.id,
                _cells(row for key in one.unit_ids for row in by_unit.get(key, ())),
            )
            for one in shown
        ),
        totals=_cells(rows),
        notes=(SheetNote("causes"), *merged_notes(shown, asked.window.until)),
    )


def _cells(rows: Iterable[LateDossier]) -> tuple[int, ...]:
    found = list(rows)
    figures, causes = Counter(row.figure for row in found), Counter(row.cause for row in found)
    return (
        len(found),
        figures[Figure.LATE],
        figures[Figure.OVERDUE],
        *(causes[cause] for cause in CAUSES.values()),
    )


def codes(asked: Asked, line: str, column: str, after: str, most: int) -> list[str]:
    """Return the late dossiers behind a cell, the oldest first."""
    if column not in {"all", *FIGURES, *CAUSES}:
        raise cell_unknown()
    places = report_places(asked.unit, asked.window.until)
    begin = ids_by_code([after]).get(after) if after else 0
    if begin is None:
        return []
    with places_seen(asked.unit.id, places):
        found = causes_of(units_of_line(places, line), asked.window)
        ids = found.behind(cause=CAUSES.get(column), figure=FIGURES.get(column))
        page = sorted(one for one in ids if one > begin)[:most]
        known = codes_by_id(page)
    return [known[one] for one in page if one in known]

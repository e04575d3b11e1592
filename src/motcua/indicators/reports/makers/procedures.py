"""II.07b: procedures and internal processes, as the catalogue of what units resolve stood then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from motcua.indicators.queries.lines import (
    places_seen,
    report_places,
    shown_places,
    units_on,
)
from motcua.indicators.reports.asked import Asked, Counted
from motcua.indicators.reports.forms.ii07b import COLUMNS
from motcua.indicators.reports.levels import COMMUNE, PROVINCE, tiers_of
from motcua.indicators.reports.makers.units import merged_notes, units_of_line
from motcua.indicators.reports.refusals import cell_unknown
from motcua.indicators.reports.types import SheetLine, SheetNote
from motcua.kernel import clock
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitKind
from motcua.procedures.queries.indexed import offerings_standing
from motcua.workflow.queries.issued import processes_issued

ONE_STOP = frozenset({UnitKind.CENTRE, UnitKind.POINT})
WITHOUT = "district"


@dataclass(frozen=True, slots=True)
class Resolved:
    """That a unit of a tier resolves a procedure, and in which groups of columns it stands."""

    unit_id: int
    tier: str
    code: str
    groups: frozenset[str]


def counted(asked: Asked) -> Counted:
    """Return a line per subordinate unit; every number counts each procedure once."""
    places = report_places(asked.unit, asked.window.until)
    with places_seen(asked.unit.id, places):
        rows = _resolved(asked, units_on(places))
    shown = shown_places(places, {row.unit_id for row in rows})
    by_unit: dict[int, list[Resolved]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(row)
    return Counted(
        lines=tuple(
            SheetLine(
                str(one.unit.id),
                one.unit.code,
                one.unit.full_name,
                one.unit.id,
                _cells([row for key in one.unit_ids for row in by_unit.get(key, ())]),
            )
            for one in shown
        ),
        totals=_cells(rows),
        notes=(
            SheetNote("distinct"),
            SheetNote("district"),
            SheetNote("processes"),
            *merged_notes(shown, asked.window.until),
        ),
    )


def codes(asked: Asked, line: str, column: str, after: str, most: int) -> list[str]:
    """Return the procedures behind a number, by code."""
    if column not in {one.key for one in COLUMNS} or column.endswith(WITHOUT):
        raise cell_unknown()
    places = report_places(asked.unit, asked.window.until)
    with places_seen(asked.unit.id, places):
        rows = _resolved(asked, units_of_line(places, line))
    return sorted(code for code in _codes(rows)[column] if code > after)[:most]


def _cells(rows: Collection[Resolved]) -> tuple[int | None, ...]:
    found = _codes(rows)
    return tuple(None if one.key.endswith(WITHOUT) else len(found[one.key]) for one in COLUMNS)


def _codes(rows: Collection[Resolved]) -> Mapping[str, set[str]]:
    """Return the procedures behind each column."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for group in row.groups:
            found[f"{group}_all"].add(row.code)
            found[f"{group}_{row.tier}"].add(row.code)
    return found


def _resolved(asked: Asked, unit_ids: Collection[int]) -> list[Resolved]:
    """Return what units of the two levels resolve at the cut-off; six statements."""
    at = asked.window.until
    tiers = tiers_of(unit_ids)
    standing = [
        one
        for one in offerings_standing(unit_ids, at)
        if tiers.get(one.unit_id) in {PROVINCE, COMMUNE}
    ]
    views = units_by_ids(
        {key for one in standing for key in (one.unit_id, one.receiving_id) if key}
    )
    above = {key for one in standing for key in views[one.unit_id].path_ids}
    issued = set(processes_issued(clock.local(at).date(), above))
    rows = []
    for one in standing:
        groups = {"competence"}
        if one.receiving_id in views and views[one.receiving_id].kind in ONE_STOP:
            groups.add("centre")
        if any((one.code, key) in issued for key in views[one.unit_id].path_ids):
            groups.add("process")
        rows.append(Resolved(one.unit_id, tiers[one.unit_id], one.code, frozenset(groups)))
    return rows

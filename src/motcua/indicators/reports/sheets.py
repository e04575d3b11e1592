"""Official reports: the sheet of a unit and a period, and the list behind each of its cells.

The scope in force decides which rows there are: an official's for what is theirs, system work for
what is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from motcua.indicators.queries.figures import window_of
from motcua.indicators.reports.asked import Asked, Maker
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.levels import level_of_unit
from motcua.indicators.reports.makers import (
    fields,
    lateness,
    procedures,
    results,
    tiers,
)
from motcua.indicators.reports.makers.indexed import DIGITAL, ONLINE
from motcua.indicators.reports.makers.ready import BEHIND_NOTE, read_up_to
from motcua.indicators.reports.refusals import cell_unknown, report_unknown
from motcua.indicators.reports.rules import (
    checks_of,
    sheet_difference,
    sheet_plain,
    sheet_read,
)
from motcua.indicators.reports.types import TOTAL, Sheet
from motcua.indicators.types import Period
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.organisations.types import UnitView
from motcua.procedures.queries import fields_all

__all__ = [
    "TOTAL",
    "report_codes",
    "report_line_label",
    "report_sheet",
    "reports_made",
    "reports_of",
    "sheet_difference",
    "sheet_plain",
    "sheet_read",
    "sheet_settled",
]
MAKERS: Mapping[str, Maker] = {
    "ii06a": results,
    "ii06b": tiers,
    "ii06c": results,
    "vpcp06": fields,
    "ii07b": procedures,
    "lateness": lateness,
    "online": ONLINE,
    "digitisation": DIGITAL,
}
CODES_MOST = 1_000
BY_FIELD = frozenset({"vpcp06"})
"""Reports whose lines are fields; those of the others are units, or named by the report itself."""


def report_sheet(key: str, unit_id: int, period: Period, *, as_of: datetime | None = None) -> Sheet:
    """Return a report of a unit over whole days, as it stood at the end of the last one.

    `as_of` cuts earlier (by default now): the same unit, period and instant give the same sheet as
    long as nothing was recorded later about before. Raises NotFound for a report or a unit that
    does not exist (or a unit that does not make this report), Invalid for a period that ends before
    it begins, Refused `index_unsound` or `figures_rebuilding` where no number can be shown.
    """
    asked = _asked(key, unit_id, period, as_of)
    found = MAKERS[key].counted(asked)
    parent = unit_get(asked.unit.parent_id) if asked.unit.parent_id else None
    columns = asked.report.sheet_columns
    return Sheet(
        report=key,
        unit_id=unit_id,
        unit_code=asked.unit.code,
        unit_name=asked.unit.full_name,
        parent_name=parent.full_name if parent else "",
        period=period,
        cut_off=asked.window.until,
        columns=columns,
        lines=found.lines,
        totals=found.totals,
        checks=checks_of(
            columns,
            asked.report.identities,
            [line.cells for line in found.lines],
            found.totals,
            adding=asked.report.adding,
        ),
        notes=found.notes,
    )


def sheet_settled(sheet: Sheet) -> Sheet | None:
    """Return a sheet to be kept; None while events about its time wait to be read.

    Events about a later time may wait: they change nothing in it, and it says nothing of them.
    """
    if all(note.key != BEHIND_NOTE for note in sheet.notes):
        return sheet
    if not read_up_to(sheet.cut_off):
        return None
    return replace(sheet, notes=tuple(one for one in sheet.notes if one.key != BEHIND_NOTE))


def report_codes(
    key: str,
    unit_id: int,
    period: Period,
    *,
    line: str = TOTAL,
    column: str,
    after: str = "",
    most: int = 100,
    as_of: datetime | None = None,
) -> list[str]:
    """Return a page of the codes (of dossiers or procedures) behind a cell, after the code `after`.

    Exactly as many in all as the cell counts, in an order that stands. Raises NotFound for a cell
    that does not exist or behind which no list stands (a share, a duration), and what
    `report_sheet` raises.
    """
    asked = _asked(key, unit_id, period, as_of)
    return MAKERS[key].codes(asked, line, column, after, max(1, min(most, CODES_MOST)))


def reports_of(unit_id: int) -> list[str]:
    """Return the keys of the reports that a unit makes, in order; raises NotFound."""
    return reports_made(unit_get(unit_id))


def reports_made(unit: UnitView) -> list[str]:
    """Return the keys of the reports that a unit makes, in order; no statement for a territory."""
    level = level_of_unit(unit)
    return [key for key, one in REPORTS.items() if level in one.levels]


def _asked(key: str, unit_id: int, period: Period, as_of: datetime | None) -> Asked:
    unit = unit_get(unit_id)
    report = REPORTS.get(key)
    if report is None or level_of_unit(unit) not in report.levels:
        raise report_unknown()
    return Asked(report, unit, period, window_of(period, as_of=as_of, unit_id=unit_id))


def report_line_label(key: str, unit_id: int, period: Period, line: str) -> str:
    """Return the name of a line without counting anything; empty for the total.

    Raises NotFound for a report or a line that cannot be.
    """
    report = _asked(key, unit_id, period, None).report
    if line in report.lines or line == TOTAL:
        return str(report.lines.get(line, ""))
    if line.isdecimal() and len(line) < 19 and key not in BY_FIELD:
        view = units_by_ids([int(line)]).get(int(line))
        if view is not None:
            return view.full_name
    named = next((one.name for one in fields_all() if one.code == line), None)
    if named is None or key not in BY_FIELD:
        raise cell_unknown()
    return str(named)

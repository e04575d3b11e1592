"""Results by field of administration (06/VPCP): the same figures as II.06a, cut by field.

A procedure stands in the field that it had at the cut-off: a later version moves no past figure.
"""

from __future__ import annotations

from motcua.indicators.queries.behind import codes_behind
from motcua.indicators.queries.figures import added, figures_by
from motcua.indicators.queries.lines import places_seen, report_places, units_on
from motcua.indicators.reports.asked import Asked, Counted
from motcua.indicators.reports.refusals import cell_unknown
from motcua.indicators.reports.types import TOTAL, SheetLine, SheetNote
from motcua.indicators.types import COLUMNS, Dimension, Figure, Figures
from motcua.procedures.queries import fields_all
from motcua.procedures.queries.names import procedure_fields


def counted(asked: Asked) -> Counted:
    """Return a line per field with something on it, in Vietnamese order."""
    places = report_places(asked.unit, asked.window.until)
    with places_seen(asked.unit.id, places):
        split = figures_by(units_on(places), asked.window, [Dimension.PROCEDURE], COLUMNS)
    fields = procedure_fields(asked.window.until)
    parts: dict[str, list[Figures]] = {}
    for procedure, figures in split[Dimension.PROCEDURE].items():
        parts.setdefault(fields.get(procedure, ""), []).append(figures)
    names = {one.code: str(one.name) for one in fields_all()}
    order = [*names, *(code for code in sorted(parts) if code not in names)]
    lines = []
    for code in order:
        if code in parts:
            total = added(parts[code])
            cells = tuple(total[one] for one in COLUMNS)
            lines.append(SheetLine(code or "-", code, names.get(code, ""), None, cells))
    totals = added(split[Dimension.PROCEDURE].values())
    return Counted(tuple(lines), tuple(totals[one] for one in COLUMNS), (SheetNote("c9"),))


def codes(asked: Asked, line: str, column: str, after: str, most: int) -> list[str]:
    """Return the dossiers that a figure counts in a field, or in all."""
    if column not in COLUMNS:
        raise cell_unknown()
    wanted = None
    if line != TOTAL:
        field = "" if line == "-" else line
        fields = procedure_fields(asked.window.until)
        wanted = {procedure for procedure, code in fields.items() if code == field}
        if not wanted:
            raise cell_unknown()
    places = report_places(asked.unit, asked.window.until)
    with places_seen(asked.unit.id, places):
        return codes_behind(
            Figure(column),
            units_on(places),
            asked.window,
            procedure_ids=wanted,
            after=after,
            limit=most,
        )

"""Results by level of government (II.06b): the same figures as II.06a, cut by who resolves."""

from __future__ import annotations

from motcua.indicators.queries.behind import codes_behind
from motcua.indicators.queries.figures import added, figures_by
from motcua.indicators.queries.lines import places_seen, report_places, units_on
from motcua.indicators.reports.asked import Asked, Counted
from motcua.indicators.reports.levels import COMMUNE, PROVINCE, TIERS, tiers_of
from motcua.indicators.reports.refusals import cell_unknown
from motcua.indicators.reports.types import TOTAL, SheetLine, SheetNote
from motcua.indicators.types import COLUMNS, Dimension, Figure

ALWAYS = (PROVINCE, COMMUNE)
"""Lines that stand even when nothing is counted; the others only with something on them."""


def counted(asked: Asked) -> Counted:
    """Return a line per tier; the total is that of II.06a."""
    places = report_places(asked.unit, asked.window.until)
    with places_seen(asked.unit.id, places):
        split = figures_by(units_on(places), asked.window, [Dimension.UNIT], COLUMNS)
    by_unit = split[Dimension.UNIT]
    tiers = tiers_of(by_unit)
    lines = []
    for tier in TIERS:
        parts = [figures for key, figures in by_unit.items() if tiers[key] == tier]
        if parts or tier in ALWAYS:
            figures = added(parts)
            lines.append(SheetLine(tier, "", "", None, tuple(figures[one] for one in COLUMNS)))
    totals = added(by_unit.values())
    return Counted(tuple(lines), tuple(totals[one] for one in COLUMNS), (SheetNote("c9"),))


def codes(asked: Asked, line: str, column: str, after: str, most: int) -> list[str]:
    """Return the dossiers that a figure counts at a tier, or at all."""
    if column not in COLUMNS or line not in (TOTAL, *TIERS):
        raise cell_unknown()
    places = report_places(asked.unit, asked.window.until)
    units = units_on(places)
    if line != TOTAL:
        units = frozenset(key for key, tier in tiers_of(units).items() if tier == line)
    with places_seen(asked.unit.id, places):
        return codes_behind(Figure(column), units, asked.window, after=after, limit=most)

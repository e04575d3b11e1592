"""Form II.06a: results of administrative procedures (Circular 01/2020/TT-VPCP, brief 6.4)."""

from __future__ import annotations

from datetime import date, datetime

from motcua.indicators import rules
from motcua.indicators.queries.figures import added, figures_by, window_of
from motcua.indicators.queries.lines import (
    ReportPlace,
    places_seen,
    report_places,
    shown_places,
    units_on,
)
from motcua.indicators.types import COLUMNS, Dimension, Figures, Period, Report, ReportLine
from motcua.organisations.queries import unit_get


def report_ii06a(unit_id: int, first: date, last: date, *, as_of: datetime | None = None) -> Report:
    """Return the report of a unit over whole days, as it stood at the end of the last one.

    A row for each subordinate unit (with everything under it) that reports or has figures, one
    for the unit itself, one for each unit that it took over (`queries/lines.py`), the total, and
    the identities of the form, checked. `as_of` cuts earlier (by default now). Figures belong to
    the competent unit. Raises NotFound, Invalid.
    """
    unit = unit_get(unit_id)
    period = Period(first, last)
    window = window_of(period, as_of=as_of, unit_id=unit_id)
    places = report_places(unit, window.until)
    with places_seen(unit_id, places):
        split = figures_by(units_on(places), window, [Dimension.UNIT], COLUMNS)
    by_unit = split[Dimension.UNIT]
    lines = tuple(_line(place, by_unit) for place in shown_places(places, by_unit))
    totals = _columns(added(by_unit.values()))
    parent = unit_get(unit.parent_id) if unit.parent_id else None
    return Report(
        unit_id=unit.id,
        unit_code=unit.code,
        unit_name=unit.full_name,
        parent_name=parent.full_name if parent else "",
        period=period,
        cut_off=window.until,
        lines=lines,
        totals=totals,
        checks=rules.identities_check([line.figures for line in lines], totals),
    )


def _line(place: ReportPlace, by_unit: dict[int, Figures]) -> ReportLine:
    figures = added(by_unit[one] for one in place.unit_ids if one in by_unit)
    return ReportLine(place.unit.id, place.unit.code, place.unit.full_name, _columns(figures))


def _columns(figures: Figures) -> tuple[int, ...]:
    return tuple(figures[column] for column in COLUMNS)

"""Form II.06a: results of administrative procedures (Circular 01/2020/TT-VPCP, brief 6.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from motcua.indicators import rules
from motcua.indicators.queries.figures import added, figures_by, window_of
from motcua.indicators.types import COLUMNS, Dimension, Figures, Period, Report, ReportLine
from motcua.organisations.queries import unit_children, unit_descendant_ids, unit_get, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView

REPORTING = COMMUNE_KINDS | PROVINCE_KINDS | {UnitKind.DEPARTMENT}


def report_ii06a(unit_id: int, first: date, last: date, *, as_of: datetime | None = None) -> Report:
    """Return the report of a unit over whole days, as it stood at the end of the last one.

    A row for each subordinate unit (with everything under it) that reports or has figures, one
    for the unit itself, the total, and the identities of the form, checked. `as_of` cuts earlier
    (by default now). Figures belong to the competent unit. Raises NotFound, Invalid.
    """
    unit = unit_get(unit_id)
    under = unit_descendant_ids(unit_id)
    period = Period(first, last)
    window = window_of(period, as_of=as_of, unit_id=unit_id)
    by_unit = figures_by(under, window, [Dimension.UNIT], COLUMNS)[Dimension.UNIT]
    lines = _lines(unit, by_unit, last)
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


def _lines(unit: UnitView, by_unit: dict[int, Figures], on: date) -> tuple[ReportLine, ...]:
    children = {child.id: child for child in unit_children(unit.id, ended=True)}
    own: list[Figures] = []
    below: dict[int, list[Figures]] = {}
    for key, view in units_by_ids(by_unit).items():
        nearest = next((one for one in view.path_ids if one in children), None)
        if nearest is None:
            own.append(by_unit[key])
        else:
            below.setdefault(nearest, []).append(by_unit[key])
    shown = [
        _line(child, below.get(child.id, ()))
        for child in children.values()
        if child.id in below or (child.kind in REPORTING and _existed(child, on))
    ]
    if own or not shown:
        shown.insert(0, _line(unit, own))
    return tuple(shown)


def _existed(unit: UnitView, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or unit.valid_to > on)


def _line(unit: UnitView, parts: Iterable[Figures]) -> ReportLine:
    return ReportLine(unit.id, unit.code, unit.full_name, _columns(added(parts)))


def _columns(figures: Figures) -> tuple[int, ...]:
    return tuple(figures[column] for column in COLUMNS)

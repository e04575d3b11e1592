"""Ask an engine: counts of indicators, and the lists behind them, the same from every engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from motcua.indicators.index.build import By, Side, list_sql, oldest_sql, totals_sql
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count, Indicator, Span
from motcua.indicators.index.supposing import Picked, picked_words

Places = Sequence[tuple[int, int]]
LIST_MOST = 1_000


class Engine(Protocol):
    """What runs the SQL of the index over the relations."""

    def rows(
        self, sql: str, parameters: Mapping[str, Any], places: Places
    ) -> Iterable[Sequence[Any]]:
        """Return the rows of a statement in PostgreSQL's words with named parameters."""


def parameters_of(span: Span) -> dict[str, Any]:
    """Return the parameters of the definitions for a period; see `definition`."""
    return {
        "start": span.start,
        "until": span.until,
        "until_second": int(span.until.timestamp()),
        "months": span.months,
    }


Counts = dict[tuple[str, int, str], Count]
"""Counts by indicator, unit and value of the dimension."""


def counts_by_place(counts: Counts) -> dict[tuple[int, str], dict[str, Count]]:
    """Return the counts of each unit and value, by indicator."""
    found: dict[tuple[int, str], dict[str, Count]] = {}
    for (indicator, unit_id, value), one in counts.items():
        found.setdefault((unit_id, value), {})[indicator] = one
    return found


def counts_of(
    engine: Engine,
    indicators: Collection[Indicator],
    span: Span,
    places: Places,
    *,
    by: By = By.NOTHING,
    options: Mapping[str, str] | None = None,
    picked: Picked | None = None,
) -> Counts:
    """Return what indicators count in a period, under each unit of `places`; one statement.

    A unit, or a value, without any row is left out: its count is that of nothing. `picked`: as if
    these rows had met the rule of their indicator; raises KeyError for one that does not exist.
    """
    scales = {one.id: one.scale for one in indicators}
    parameters = parameters_of(span)
    supposed = [INDICATORS[id_] for id_, keys in (picked or {}).items() if keys]
    if supposed:
        parameters["picked"] = picked_words(picked or {})
    sql = totals_sql(indicators, by=by, options=options, supposed=supposed)
    found: Counts = {}
    for indicator, unit, value, numerator, denominator, unknown in engine.rows(
        sql, parameters, places
    ):
        scale = scales[indicator]
        found[indicator, int(unit), value or ""] = Count(
            Fraction(int(numerator), scale), Fraction(int(denominator), scale), int(unknown)
        )
    return found


def keys_of(
    engine: Engine,
    indicator: Indicator,
    side: Side,
    span: Span,
    places: Places,
    *,
    after: str = "",
    most: int = LIST_MOST,
    procedure: str = "",
    options: Mapping[str, str] | None = None,
) -> list[str]:
    """Return the codes behind one side of an indicator, in order, after `after`.

    `procedure`: only those of the procedure with this code.
    """
    sql = list_sql(indicator, side, options, narrowed=bool(procedure))
    parameters = {**parameters_of(span), "after": after, "most": most}
    if procedure:
        parameters["procedure"] = procedure
    return [str(row[0]) for row in engine.rows(sql, parameters, places)]


def oldest_of(
    engine: Engine, indicator: Indicator, side: Side, span: Span, places: Places, *, most: int
) -> list[str]:
    """Return the codes behind one side of an indicator that wait longest; procedures by code."""
    parameters = {**parameters_of(span), "most": most}
    sql = oldest_sql(indicator, side)
    return [str(row[0]) for row in engine.rows(sql, parameters, places)]


def keys_among(
    engine: Engine,
    indicator: Indicator,
    side: Side,
    span: Span,
    places: Places,
    keys: Collection[str],
) -> frozenset[str]:
    """Return which of some codes are behind one side of an indicator."""
    sql = list_sql(indicator, side, among=True)
    asked = sorted(set(keys))
    parameters = {**parameters_of(span), "after": "", "most": len(asked), "keys": asked}
    return frozenset(str(row[0]) for row in engine.rows(sql, parameters, places))

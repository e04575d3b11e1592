"""What a unit would have if chosen rows had met their rule: exact, by the same rules. Pure.

What would be counted comes from the definitions (`supposing`); here it becomes points.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import ceil

from motcua.indicators.index.definition import Count, Value
from motcua.indicators.index.valuing import FACTOR_APPLIED, NOT_AT_LEVEL, Index, index_value

NONE = Count()


def what_if(
    now: Index, before: Mapping[str, Count], after: Mapping[str, Count], day: date, level: str = ""
) -> Index:
    """Return the index if some rows, counted as in `before`, were counted as in `after`.

    Both count the same rows by indicator; what is not among them stays. An indicator may begin to
    apply by it, and what is multiplied by another one follows it. `day`: the weights in force,
    `level` that of the unit.
    """
    counts = {one.indicator.id: one.count for one in now.values if _stands(one)}
    for key in before.keys() | after.keys():
        had, less, more = counts.get(key, NONE), before.get(key, NONE), after.get(key, NONE)
        told = Count(
            had.numerator + more.numerator - less.numerator,
            had.denominator + more.denominator - less.denominator,
            had.unknown + more.unknown - less.unknown,
        )
        if key in counts or told != NONE:
            counts[key] = told
    return index_value(counts, day, level=level)


def _stands(value: Value) -> bool:
    """Return whether there was a row at all: without one an indicator is not even 0."""
    return NOT_AT_LEVEL not in value.notes and (value.ratio is not None or value.count != NONE)


def rows_left(value: Value) -> int | None:
    """Return how many rows do not count yet; None where rows add other numbers than 0 or 1 (5.4).

    There one that does not count may add 2 once it did, so the two counts do not tell.
    """
    return None if value.indicator.worth else max(int(_left(value)), 0)


def rows_left_at_least(value: Value) -> int:
    """Return how many rows do not count yet at the least: a row adds -1 at worst, 1 at best."""
    left = rows_left(value)
    return max(ceil(_left(value) / 2), 0) if left is None else left


def _left(value: Value) -> Fraction:
    return value.count.denominator - value.count.numerator


def rows_to_full(value: Value) -> int:
    """Return how many rows more give all points: those to the threshold, else all that are left.

    0 where nothing is to be gained, or where their number does not tell: another indicator's ratio
    multiplies it, or rows add other numbers than 0 or 1 (`rows_left`).
    """
    if value.ratio is None or FACTOR_APPLIED in value.notes or rows_left(value) is None:
        return 0
    share = value.indicator.threshold or Fraction(1)
    return max(ceil(share * value.count.denominator - value.count.numerator), 0)


def threshold_crossed(now: Value, then: Value) -> int:
    """Return 1 where the threshold would be reached that is missed now, -1 the other way round."""
    limit = now.indicator.threshold
    if limit is None or now.ratio is None or then.ratio is None:
        return 0
    return int(then.ratio >= limit) - int(now.ratio >= limit)

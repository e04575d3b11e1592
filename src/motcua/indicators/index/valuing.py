"""From counts to points: the value of each indicator, of each group, and of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count, Indicator, Value
from motcua.indicators.index.points import GROUPS, Weights, points_of, weights_on

SPLIT_UNSURE = "split-of-group-unsure"
FACTOR_UNKNOWN = "factor-unknown"
FACTOR_APPLIED = "factor-applied"
NOT_AT_LEVEL = "not-at-level"
"""Notes of a value; faces word them."""


@dataclass(frozen=True, slots=True)
class GroupValue:
    """Points of a group: of `most`, only `reachable` belongs to indicators that apply."""

    group: int
    points: Fraction
    reachable: Fraction
    most: Fraction


@dataclass(frozen=True)
class Index:
    """The index of one unit: every indicator, the groups and the whole."""

    values: tuple[Value, ...]
    groups: tuple[GroupValue, ...]

    @property
    def points(self) -> Fraction:
        """Return the points of all indicators that apply."""
        return sum((group.points for group in self.groups), Fraction(0))

    @property
    def reachable(self) -> Fraction:
        """Return the most that the indicators that apply can give; 100 when all do."""
        return sum((group.reachable for group in self.groups), Fraction(0))


def index_value(
    counts: Mapping[str, Count],
    day: date,
    options: Mapping[str, str] | None = None,
    *,
    level: str = "",
) -> Index:
    """Return the index from the counts of one unit, with the weights in force on a day.

    `level` is that of the unit: what the Decision does not compute there does not apply. No entry
    in `counts` means that there was no row at all, which is not the same as nothing to divide by.

    What does not apply (nothing to divide by, or nothing known) gives no points and takes its own
    out of what can be reached: it is neither 0 nor full.
    """
    weights = weights_on(day)
    values = tuple(_value(one, counts, weights, options, level) for one in INDICATORS.values())
    groups = []
    for group, most in GROUPS.items():
        mine = [value for value in values if value.indicator.group == group]
        applying = [value for value in mine if value.points is not None]
        groups.append(
            GroupValue(
                group,
                sum((value.points or Fraction(0) for value in applying), Fraction(0)),
                sum((value.most for value in applying), Fraction(0)),
                Fraction(most),
            )
        )
    return Index(values, tuple(groups))


def _value(
    indicator: Indicator,
    counts: Mapping[str, Count],
    weights: Weights,
    options: Mapping[str, str] | None,
    level: str,
) -> Value:
    applies = not (indicator.levels and level) or level in indicator.levels
    count = counts.get(indicator.id, Count()) if applies else Count()
    ratio, notes = _ratio(indicator, counts) if applies else None, []
    multiplied = Fraction(1)
    if not applies:
        notes.append(NOT_AT_LEVEL)
    if indicator.times and ratio is not None:
        factor = _ratio(INDICATORS[indicator.times], counts)
        notes.append(FACTOR_UNKNOWN if factor is None else FACTOR_APPLIED)
        multiplied = Fraction(1) if factor is None else min(factor, Fraction(1))
        ratio *= multiplied
    sure = indicator.id not in weights.unsure
    if not sure:
        notes.append(SPLIT_UNSURE)
    most = weights.most[indicator.id]
    return Value(
        indicator,
        count,
        ratio,
        None if indicator.informative else points_of(ratio, most, indicator.threshold),
        most,
        sure,
        indicator.chosen(options),
        tuple(notes),
        multiplied,
    )


def _ratio(indicator: Indicator, counts: Mapping[str, Count]) -> Fraction | None:
    """Return what was counted as a ratio; 0 where there are rows and the rule says so."""
    count = counts.get(indicator.id)
    if count is None:
        return None
    if indicator.nothing_is_zero and not count.denominator and not count.unknown:
        return Fraction(0)
    return count.ratio

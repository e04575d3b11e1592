"""The Service Index as targets ask for it: a share of a unit, and what it was counted from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from motcua.indicators.index.valuing import Index
from motcua.indicators.queries.index import index_of
from motcua.indicators.types import Period
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.target_rules import Count, Metric


class Asking(Protocol):
    """What of a target says which number of the index is meant."""

    @property
    def metric(self) -> Metric:
        """Value or points."""

    @property
    def indicator(self) -> str:
        """Its id; empty for the points of the whole."""


class IndexReads:
    """Reads of the index that several targets share: each province, days and units once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Period, frozenset[int]], Mapping[int, Index]] = {}

    def of(
        self, province_id: int, unit_ids: Collection[int], period: Period
    ) -> Mapping[int, Index]:
        """Return the index of units with everything under them, and of the province.

        Sums only, read as system work, so that a unit reads of itself what the province reads of
        it. Raises Refused `index_unsound`.
        """
        key = (province_id, period, frozenset(unit_ids))
        if key not in self._known:
            with scope_use(SYSTEM):
                found = index_of(province_id, period, unit_ids=unit_ids)
            parts = {unit: one for (unit, _value), one in found.parts.items()}
            self._known[key] = {**parts, province_id: found.whole}
        return self._known[key]


NOTHING = Count()


@dataclass(frozen=True, slots=True)
class Read:
    """A share and its base; None without anything to divide by."""

    share: Fraction | None = None
    count: Count = NOTHING
    points: tuple[Fraction, Fraction] | None = None


def read_of(target: Asking, index: Index | None) -> Read:
    """Return what a target asks of an index; nothing where nothing was read."""
    if index is None:
        return Read()
    if target.metric is Metric.POINTS and not target.indicator:
        return _points(index.points, index.reachable, Count())
    value = next((one for one in index.values if one.indicator.id == target.indicator), None)
    if value is None:
        return Read()
    count = Count(round(value.count.numerator), round(value.count.denominator))
    if target.metric is Metric.POINTS:
        return Read() if value.points is None else _points(value.points, value.most, count)
    return Read(value.ratio, count if value.ratio is not None else Count())


def _points(points: Fraction, most: Fraction, count: Count) -> Read:
    return Read(points / most if most else None, count, (points, most) if most else None)

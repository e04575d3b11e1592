"""Sums of many units side by side, read for whoever may see the sums only.

Everything here is read as system work: row-level security would hide a neighbour's dossiers, and
with them its sums. Nothing but sums, instants and ids of units leaves these functions; who may ask
for which unit is `comparing.rules.OPENNESS`, and the face that calls has to keep to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from motcua.indicators.comparing.measures import MEASURES, Measure
from motcua.indicators.comparing.rules import Measured, rules_on
from motcua.indicators.index.asking import Places, counts_by_place, counts_of
from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count, Span
from motcua.indicators.index.periods import months_of
from motcua.indicators.index.places import Tree, UnitRow, level_of, places
from motcua.indicators.index.valuing import index_value
from motcua.indicators.queries.figures import added, figures_by, window_of
from motcua.indicators.queries.index import engine_live, sound_check
from motcua.indicators.queries.ratings import Said, satisfaction_counts
from motcua.indicators.types import Dimension, Figure, Figures, Period, Window
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

TOGETHER = 0
"""Stands for all compared units together, where ids of units stand."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A measure of one unit: what was counted, and its ratio; `notes` are those of the index.

    The ratio of an indicator is the index's own: it may be multiplied by another one.
    """

    count: Count
    ratio: Fraction | None
    notes: tuple[str, ...] = ()

    def measured(self, unit_id: int) -> Measured:
        """Return it as the rules of comparison take it."""
        return Measured(unit_id, self.ratio, self.count.denominator)


@dataclass(frozen=True)
class Sums:
    """Sums by measure and unit; `until` is the date of the data, the same for all of them."""

    period: Period
    until: datetime
    by: Mapping[tuple[str, int], Sum]

    def of(self, key: str, unit_id: int) -> Sum:
        """Return a sum; nothing counted where there is none."""
        return self.by.get((key, unit_id), NOTHING)


NOTHING = Sum(Count(), None)


def sums_of(keys: Iterable[str], unit_ids: Collection[int], period: Period) -> Sums:
    """Return measures of units, each with everything under it, and of all of them `TOGETHER`.

    A row that belongs to two of them (a merged unit's) is shown under both and counted once
    together. About ten statements, whatever is asked. Raises Invalid for a period that ends before
    it begins, Refused `index_unsound` while a dossier's events cannot be read and a measure needs
    them, KeyError for a measure that does not exist.
    """
    wanted = [MEASURES[key] for key in keys]
    window = window_of(period)
    span = Span(clock.midnight(period.first), window.until, months_of(period))
    with scope_use(SYSTEM):
        tree = units_tree()
        under = _places(unit_ids, tree, window.until)
        found: dict[tuple[str, int], Sum] = {}
        found |= _figures([one for one in wanted if one.figures], under, window)
        if any(one.indicator or one.rated for one in wanted):
            sound_check()
        indexed = [one for one in wanted if one.indicator]
        if indexed:
            levels = _levels(unit_ids, tree.rows)
            found |= _indexed(indexed, under, span, period.last, levels)
        for one in wanted:
            if one.rated:
                least = rules_on(period.last).answers
                counts = satisfaction_counts(span, under)
                found |= {(one.key, unit): _rated(said, least) for unit, said in counts.items()}
    return Sums(period, window.until, found)


def _rated(said: Said, least: int) -> Sum:
    """Return the share of the satisfied; of too few answers only how many there were."""
    if said.answers < least:
        return Sum(Count(denominator=Fraction(said.answers)), None)
    count = Count(Fraction(said.satisfied), Fraction(said.answers))
    return Sum(count, count.ratio)


def loads_of(unit_ids: Collection[int], last: date) -> dict[int, int]:
    """Return what units received in the twelve months that end with a day; of none, 0."""
    last = min(last, clock.today())
    window = window_of(Period(_year_before(last), last))
    with scope_use(SYSTEM):
        under = _places(unit_ids, units_tree(), window.until)
        split = _split(under, window, [Figure.RECEIVED])
    return {unit: split.get(unit, {}).get(Figure.RECEIVED, 0) for unit in unit_ids}


def _year_before(last: date) -> date:
    """Return the first day of twelve months; those that end on 29 February begin on 1 March."""
    if (last.month, last.day) == (2, 29):
        return date(last.year - 1, 3, 1)
    return last.replace(year=last.year - 1) + timedelta(days=1)


def _places(unit_ids: Collection[int], tree: Tree, until: datetime) -> Places:
    """Return the pairs (shown under, unit), those of all together among them."""
    pairs = places(unit_ids, tree, until)
    return (*pairs, *((TOGETHER, unit) for unit in sorted({unit for _under, unit in pairs})))


def _figures(
    measures: Collection[Measure], under: Places, window: Window
) -> dict[tuple[str, int], Sum]:
    """Return measures that are pairs of figures of the board, by the board's own definitions."""
    wanted = {figure for one in measures for figure in one.figures or ()}
    if not wanted:
        return {}
    found = {}
    for unit, figures in _split(under, window, wanted).items():
        for one in measures:
            assert one.figures is not None
            part, whole = (Fraction(figures[figure]) for figure in one.figures)
            count = Count(part, whole)
            found[one.key, unit] = Sum(count, count.ratio)
    return found


def _split(under: Places, window: Window, wanted: Collection[Figure]) -> dict[int, Figures]:
    units = {unit for _under, unit in under}
    split = figures_by(units, window, [Dimension.UNIT], wanted)[Dimension.UNIT]
    parts: dict[int, list[Figures]] = {}
    for shown, unit in under:
        if unit in split:
            parts.setdefault(shown, []).append(split[unit])
    return {shown: added(some) for shown, some in parts.items()}


def _indexed(
    measures: Collection[Measure], under: Places, span: Span, day: date, levels: Mapping[int, str]
) -> dict[tuple[str, int], Sum]:
    """Return measures that are indicators of the Service Index, valued as the index values them.

    `levels` are those of the units: what the index does not compute there has no share here either.
    """
    ids = dict.fromkeys(one.indicator for one in measures)
    factors = dict.fromkeys(times for one in ids if (times := INDICATORS[one].times))
    asked = [INDICATORS[one] for one in {**ids, **factors}]
    engine = engine_live()
    counts = counts_of(engine, asked, span, under)
    return {
        (value.indicator.id, unit): Sum(value.count, value.ratio, value.notes)
        for (unit, _all), own in counts_by_place(counts).items()
        for value in index_value(own, day, level=levels.get(unit, "")).values
        if value.indicator.id in ids
    }


def _levels(unit_ids: Collection[int], units: Mapping[int, UnitRow]) -> dict[int, str]:
    """Return the level of each unit, and of all together where it is one and the same."""
    found = {one: level_of(units, one) for one in unit_ids}
    both = set(found.values())
    return {**found, TOGETHER: both.pop() if len(both) == 1 else ""}

"""Reports whose numbers are those of the Service Index: sides of its indicators, unit by unit.

What a column counts is named by indicator and side; nothing is counted by a definition of its own.
A unit's rows stand on one line only, so that counts of dossiers add up; procedures that several
units resolve are one procedure in the total, as in the index.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from motcua.indicators.index.asking import counts_of, keys_of
from motcua.indicators.index.build import Side
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count, Span
from motcua.indicators.index.periods import months_of
from motcua.indicators.queries.index import engine_live
from motcua.indicators.queries.lines import (
    ReportPlace,
    places_seen,
    report_places,
    shown_places,
)
from motcua.indicators.reports.asked import Asked, Counted
from motcua.indicators.reports.makers.ready import read_notes
from motcua.indicators.reports.makers.units import merged_notes, units_of_line
from motcua.indicators.reports.refusals import cell_unknown
from motcua.indicators.reports.rules import share
from motcua.indicators.reports.types import SheetLine, Value
from motcua.kernel import clock

WHOLE = frozenset({Side.NUMERATOR, Side.REST, Side.UNKNOWN})
KNOWN = frozenset({Side.NUMERATOR, Side.REST})
COUNTED = frozenset({Side.NUMERATOR})
UNKNOWN = frozenset({Side.UNKNOWN})
_ALL = 0  # the place of the total in a question to the index


@dataclass(frozen=True)
class Source:
    """What a column counts: sides of an indicator, with its options."""

    indicator: str
    sides: frozenset[Side]
    options: Mapping[str, str] = field(default_factory=dict)

    def value(self, count: Count) -> int:
        """Return the number of rows on these sides."""
        parts = {
            Side.NUMERATOR: count.numerator,
            Side.REST: count.denominator - count.numerator,
            Side.UNKNOWN: Fraction(count.unknown),
        }
        return int(sum(parts[one] for one in self.sides))


@dataclass(frozen=True)
class Ratio:
    """A share: of one column in others, less what is not known."""

    part: str
    whole: str
    less: str = ""


class Indexed:
    """A maker of sheets from sources by the key of their column."""

    def __init__(self, sources: Mapping[str, Source | Ratio]) -> None:
        self._sources = dict(sources)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the keys of the columns that it counts, in order."""
        return tuple(self._sources)

    def counted(self, asked: Asked) -> Counted:
        """Return a line per subordinate unit; a statement for each set of options."""
        places = report_places(asked.unit, asked.window.until)
        with places_seen(asked.unit.id, places):
            notes = read_notes()
            counts = self._counts(asked, places)
        rows = {number: self._row(counts, number) for number in range(len(places) + 1)}
        busy = {
            unit
            for number, one in enumerate(places, 1)
            if any(isinstance(cell, int) and cell for cell in rows[number])
            for unit in one.unit_ids
        }
        shown = shown_places(places, busy)
        numbers = {one.unit.id: number for number, one in enumerate(places, 1)}
        return Counted(
            lines=tuple(
                SheetLine(
                    str(one.unit.id),
                    one.unit.code,
                    one.unit.full_name,
                    one.unit.id,
                    rows[numbers[one.unit.id]],
                )
                for one in shown
            ),
            totals=rows[_ALL],
            notes=(*notes, *merged_notes(shown, asked.window.until)),
        )

    def codes(self, asked: Asked, line: str, column: str, after: str, most: int) -> list[str]:
        """Return a page of the codes behind a column's sides, in the order of their bytes."""
        source = self._sources.get(column)
        if not isinstance(source, Source):
            raise cell_unknown()
        places = report_places(asked.unit, asked.window.until)
        units = units_of_line(places, line)
        pairs = [(_ALL, unit) for unit in sorted(units)]
        with places_seen(asked.unit.id, places):
            read_notes()
            pages = [
                keys_of(
                    engine_live(),
                    INDICATORS[source.indicator],
                    side,
                    _span(asked),
                    pairs,
                    after=after,
                    most=most,
                    options=source.options,
                )
                for side in sorted(source.sides)
            ]
        return list(heapq.merge(*pages))[:most]

    def _counts(self, asked: Asked, places: Sequence[ReportPlace]) -> dict[tuple[str, int], Count]:
        """Return what each column's source counts, by column and place (0: all)."""
        pairs = [
            (place, unit)
            for number, one in enumerate(places, 1)
            for unit in sorted(one.unit_ids)
            for place in (_ALL, number)
        ]
        engine = engine_live()
        found: dict[tuple[str, int], Count] = {}
        for columns in _together(self._sources):
            sources = {key: one for key in columns if isinstance(one := self._sources[key], Source)}
            options = {
                name: value for one in sources.values() for name, value in one.options.items()
            }
            wanted = {one.indicator: INDICATORS[one.indicator] for one in sources.values()}
            counts = counts_of(engine, list(wanted.values()), _span(asked), pairs, options=options)
            for key, one in sources.items():
                for number in range(len(places) + 1):
                    found[key, number] = counts.get((one.indicator, number, ""), Count())
        return found

    def _row(self, counts: Mapping[tuple[str, int], Count], number: int) -> tuple[Value, ...]:
        cells: dict[str, Value] = {
            key: one.value(counts[key, number])
            for key, one in self._sources.items()
            if isinstance(one, Source)
        }
        for key, one in self._sources.items():
            if isinstance(one, Ratio):
                cells[key] = _ratio(one, cells)
        return tuple(cells[key] for key in self._sources)


def _ratio(one: Ratio, cells: Mapping[str, Value]) -> Fraction | None:
    whole, less = cells[one.whole], cells[one.less] if one.less else 0
    assert isinstance(whole, int)
    assert isinstance(less, int)
    return share(cells[one.part], whole - less)


def _together(sources: Mapping[str, Source | Ratio]) -> list[list[str]]:
    """Return columns in groups that one statement can count: one choice of each option."""
    groups: list[tuple[dict[str, str], dict[str, Mapping[str, str]], list[str]]] = []
    for key, one in sources.items():
        if not isinstance(one, Source):
            continue
        for options, indicators, keys in groups:
            if indicators.get(one.indicator, one.options) == one.options:
                indicators[one.indicator] = one.options
                options.update(one.options)
                keys.append(key)
                break
        else:
            groups.append((dict(one.options), {one.indicator: one.options}, [key]))
    return [keys for _options, _indicators, keys in groups]


def _span(asked: Asked) -> Span:
    return Span(clock.midnight(asked.period.first), asked.window.until, months_of(asked.period))


_NOT_ASKED = {"3.3:result": "not_asked"}
ONLINE = Indexed(
    {
        "procedures": Source("3.1", WHOLE),
        "full": Source("3.1", COUNTED, {"3.1:level": "full"}),
        "partial": Source("3.1", COUNTED, {"3.1:level": "partial"}),
        "level_unknown": Source("3.1", UNKNOWN),
        "used": Source("3.2", COUNTED),
        "received": Source("3.3", WHOLE, _NOT_ASKED),
        "online": Source("3.3", COUNTED, _NOT_ASKED),
        "online_share": Ratio("online", "received"),
        "electronic": Source("3.3", COUNTED),
        "electronic_unknown": Source("3.3", UNKNOWN),
        "payable": Source("3.6", KNOWN),
        "paid": Source("3.6", COUNTED),
        "paid_share": Ratio("paid", "payable"),
        "payable_unknown": Source("3.6", UNKNOWN),
    }
)
DIGITAL = Indexed(
    {
        "resolved": Source("4.2", WHOLE),
        "digital": Source("4.2", COUNTED),
        "digital_unknown": Source("4.2", UNKNOWN),
        "digital_share": Ratio("digital", "resolved", less="digital_unknown"),
        "documents": Source("4.1", KNOWN),
        "electronic": Source("4.1", COUNTED),
        "electronic_share": Ratio("electronic", "documents"),
        "electronic_unknown": Source("4.1", UNKNOWN),
        "received": Source("4.3", WHOLE),
        "reused": Source("4.3", COUNTED),
        "reused_unknown": Source("4.3", UNKNOWN),
        "reused_share": Ratio("reused", "received", less="reused_unknown"),
    }
)

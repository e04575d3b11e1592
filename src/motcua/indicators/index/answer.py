"""The index of one unit as a command prints it: lines, or plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from motcua.indicators.index.asking import Places, counts_of, keys_of
from motcua.indicators.index.build import Side
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Span, Value
from motcua.indicators.index.periods import months_of
from motcua.indicators.index.places import UnitRow, places
from motcua.indicators.index.points import rounded
from motcua.indicators.index.relations import VERSION
from motcua.indicators.index.sources import Source
from motcua.indicators.index.valuing import Index, index_value
from motcua.indicators.types import Period
from motcua.kernel.clock import LEGAL_ZONE

PAGE = 1_000
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Answer:
    """A question to a source; raises ValueError for a unit or an indicator that does not exist."""

    source: Source
    unit_code: str
    period: Period
    options: dict[str, str]

    @cached_property
    def unit(self) -> UnitRow:
        """Return the unit that bears the code at the period's end, else the last that did."""
        bearing = [one for one in self.source.units.values() if one.code == self.unit_code]
        if not bearing:
            raise ValueError(f"--unit: {self.unit_code}")
        ends = self.span.until
        in_force = [
            one
            for one in bearing
            if one.valid_from <= ends and (one.valid_to is None or one.valid_to > ends)
        ]
        return max(in_force or bearing, key=lambda one: one.valid_from)

    @cached_property
    def span(self) -> Span:
        """Return the period as instants, not beyond what the source knows."""
        first = datetime.combine(self.period.first, time(), LEGAL_ZONE)
        after = datetime.combine(self.period.last, time(), LEGAL_ZONE) + timedelta(days=1)
        return Span(
            first.astimezone(UTC),
            min(after.astimezone(UTC) - TICK, self.source.until),
            months_of(self.period),
        )

    @cached_property
    def places(self) -> Places:
        """Return the units whose rows are shown under the unit."""
        return places({self.unit.unit_id}, self.source.units, self.span.until)

    @cached_property
    def index(self) -> Index:
        """Return the index."""
        indicators = tuple(INDICATORS.values())
        counts = counts_of(
            self.source.engine, indicators, self.span, self.places, options=self.options
        )
        mine = {key[0]: count for key, count in counts.items()}
        return index_value(mine, self.period.last, self.options, level=self.unit.level)

    def keys(self, indicator: str, side: Side) -> list[str]:
        """Return every code behind one side of an indicator."""
        if indicator not in INDICATORS:
            raise ValueError(f"--list: {indicator} ({', '.join(INDICATORS)})")
        found: list[str] = []
        while True:
            page = keys_of(
                self.source.engine,
                INDICATORS[indicator],
                side,
                self.span,
                self.places,
                after=found[-1] if found else "",
                most=PAGE,
                options=self.options,
            )
            found += page
            if len(page) < PAGE:
                return found


def side_of(word: str) -> Side:
    """Return a side by its name in small letters."""
    return Side[word.upper()]


def options_parse(texts: Iterable[str]) -> dict[str, str]:
    """Return `{"2.1:second_supplement": "open"}` from ID:NAME=CHOICE; raises ValueError."""
    known = {
        f"{one.id}:{option.name}": option for one in INDICATORS.values() for option in one.options
    }
    found = {}
    for text in texts:
        name, _equals, choice = text.partition("=")
        if name not in known or choice not in known[name].choices:
            choices = ", ".join(known[name].choices) if name in known else ", ".join(known)
            raise ValueError(f"--option: {text} ({choices})")
        found[name] = choice
    return found


def answer_dict(answer: Answer) -> dict[str, Any]:
    """Return an index as plain data; numbers are exact text where they are no whole numbers."""
    index = answer.index
    return {
        "relations": VERSION,
        "unit": {"code": answer.unit.code, "name": answer.unit.name},
        "period": {"first": str(answer.period.first), "last": str(answer.period.last)},
        "until": answer.span.until.isoformat(),
        "points": str(rounded(index.points)),
        "reachable": str(rounded(index.reachable)),
        "groups": [
            {
                "group": one.group,
                "points": str(rounded(one.points)),
                "reachable": str(rounded(one.reachable)),
                "most": str(rounded(one.most)),
            }
            for one in index.groups
        ],
        "indicators": [_value_dict(one) for one in index.values],
    }


def _value_dict(value: Value) -> dict[str, Any]:
    return {
        "id": value.indicator.id,
        "group": value.indicator.group,
        "name": str(value.indicator.name),
        "numerator": _exact(value.count.numerator),
        "denominator": _exact(value.count.denominator),
        "unknown": value.count.unknown,
        "ratio": None if value.ratio is None else str(rounded(value.ratio, 4)),
        "points": None if value.points is None else str(rounded(value.points)),
        "most": str(rounded(value.most)),
        "options": dict(value.options),
        "notes": list(value.notes),
    }


def answer_lines(answer: Answer) -> Iterator[str]:
    """Yield an index as a table in the active language."""
    index = answer.index
    yield f"{answer.unit.code} {answer.unit.name}, {answer.period.first} – {answer.period.last}"
    yield ""
    head = (_("Numerator"), _("Denominator"), _("Not known"), _("Points"), _("At most"))
    told = f"{head[0]:>12}{head[1]:>12}{head[2]:>12}{head[3]:>9}{head[4]:>9}"
    yield f"{'':6}{_('Indicator'):<52}{told}"
    for value in index.values:
        points = _("n/a") if value.points is None else str(rounded(value.points))
        yield (
            f"{value.indicator.id:<6}{str(value.indicator.name)[:51]:<52}"
            f"{_exact(value.count.numerator):>12}{_exact(value.count.denominator):>12}"
            f"{value.count.unknown:>12}{points:>9}{rounded(value.most)!s:>9}"
        )
    total, most = rounded(index.points), rounded(index.reachable)
    yield f"{'':6}{_('Total'):<52}{'':36}{total!s:>9}{most!s:>9}"


def _exact(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else str(rounded(number))

"""What units are compared by: each measure names the definition that already counts it.

Nothing is defined here a second time: a measure is a pair of figures of the board, an indicator of
the Service Index, or the ratings. Breaks of classes are fixed, so that the maps of two periods can
be laid side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Words
from motcua.indicators.types import Figure

Breaks = tuple[Fraction, ...]


def _breaks(*percent: int) -> Breaks:
    return tuple(Fraction(one, 100) for one in percent)


EVEN = _breaks(20, 40, 60, 80)
HIGH = _breaks(80, 90, 95, 98)


@dataclass(frozen=True)
class Measure:
    """A share by which units are compared.

    Exactly one of `figures` (numerator, denominator), `indicator` and neither (ratings) tells where
    it is counted. `base` says in words what its denominator counts.
    """

    key: str
    name: Words
    base: Words
    breaks: Breaks = EVEN
    figures: tuple[Figure, Figure] | None = None
    indicator: str = ""
    more_is_better: bool = True

    @property
    def rated(self) -> bool:
        """Whether it comes from ratings."""
        return self.figures is None and not self.indicator


def _indicator(key: str, base: Words, breaks: Breaks = EVEN) -> Measure:
    # With its number: a figure of the board bears nearly the same name and counts otherwise.
    name = format_lazy("{} {}", key, INDICATORS[key].name)
    return Measure(key, name, base, breaks, indicator=key)


RECEIVED, RESOLVED = _("received"), _("resolved")
_ALL = (
    Measure(
        "in-time",
        _("Resolved in time"),
        RESOLVED,
        HIGH,
        (Figure.RESOLVED_IN_TIME, Figure.RESOLVED),
    ),
    Measure(
        "overdue",
        _("Overdue of those in process"),
        _("in process"),
        _breaks(1, 5, 10, 20),
        (Figure.OVERDUE, Figure.OPEN),
        more_is_better=False,
    ),
    Measure(
        "online", _("Received online"), RECEIVED, EVEN, (Figure.RECEIVED_ONLINE, Figure.RECEIVED)
    ),
    Measure("satisfied", _("Satisfied, by ratings"), _("ratings"), _breaks(60, 70, 80, 90)),
    _indicator("2.1", _("received or processed"), HIGH),
    _indicator("3.3", RECEIVED),
    _indicator("3.6", _("with something to pay")),
    _indicator("4.1", RESOLVED),
    _indicator("4.2", RESOLVED),
    _indicator("4.3", RECEIVED),
    _indicator("5.4", _("received or processed"), HIGH),
)
MEASURES: dict[str, Measure] = {one.key: one for one in _ALL}
"""Measures by key, which stands in addresses."""

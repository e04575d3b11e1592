"""Geometry of values among others: dots on one line, their middle half, one of them marked. Pure.

Places are percentages of the width, so that it fits every screen; the scale is cut to whole tens
around what is shown and both its ends are written, as dots (unlike bars) need no zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from motcua.ui.types import Dot

LEFT, RIGHT = 2.0, 98.0  # per cent of the width
TENTH = 0.1
BASE, STEP, MOST = 56, 7, 6  # y of the lowest dots, how high the next, how many above each other
TOP, HEIGHT = 14, 84


@dataclass(frozen=True)
class Spot:
    """A drawn dot."""

    x: str
    y: int
    words: str


@dataclass(frozen=True)
class Strip:
    """What the template draws; ends are shares."""

    start: float
    end: float
    spots: tuple[Spot, ...]
    box_x: str
    box_width: str
    middle: str
    own: str
    whisker: tuple[str, str]


def ends_of(values: Sequence[float]) -> tuple[float, float]:
    """Return the scale: whole tenths that hold all values, at least one tenth wide, in 0 to 1."""
    low = floor(round(min(values) / TENTH, 6)) * TENTH
    high = ceil(round(max(values) / TENTH, 6)) * TENTH
    low, high = max(0.0, min(low, 0.9)), min(1.0, max(high, TENTH))
    if high - low < TENTH / 2:
        low = max(0.0, high - TENTH)
        high = low + TENTH
    return low, high


def strip_build(
    dots: Sequence[Dot],
    quartiles: tuple[float, float, float],
    own: float | None,
    interval: tuple[float, float] | None,
) -> Strip:
    """Return dots that stand on each other where they would hide each other, and the marks."""
    held = [*(dot.value for dot in dots), *quartiles]
    if own is not None:
        held += [own, *(interval or ())]
    low, high = ends_of(held)

    def place(value: float) -> float:
        within = min(max(value, low), high)
        return LEFT + (within - low) / (high - low) * (RIGHT - LEFT)

    stacked: Counter[int] = Counter()
    spots = []
    for dot in sorted(dots, key=lambda one: one.value):
        x = place(dot.value)
        above = min(stacked[round(x)], MOST - 1)
        stacked[round(x)] += 1
        spots.append(Spot(f"{x:.2f}%", BASE - above * STEP, str(dot.label)))
    first, middle, third = (place(value) for value in quartiles)
    bars = (place(one) for one in interval) if interval and own is not None else (0.0, 0.0)
    start, end = (f"{one:.2f}%" for one in bars)
    return Strip(
        low,
        high,
        tuple(spots),
        f"{first:.2f}%",
        f"{max(third - first, 0.4):.2f}%",
        f"{middle:.2f}%",
        "" if own is None else f"{place(own):.2f}%",
        (start, end),
    )

"""Geometry of the two charts. Pure: numbers in, coordinates out; bars start at zero.

Horizontal places are percentages, so that words keep their size on every width of screen;
vertical ones are pixels of a drawing `HEIGHT` high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.ui.types import Point

HEIGHT, TOP, BASELINE = 190, 22, 160
LEFT, RIGHT = 9.0, 91.0  # per cent
MOST_LABELS = 6


@dataclass(frozen=True)
class TrendDot:
    """A drawn point."""

    x: str
    y: int
    point: Point
    labelled: bool
    last: bool
    spare: bool = False
    """A label that a narrow screen leaves out: every second one, counted from the last."""


@dataclass(frozen=True)
class Segment:
    """A drawn piece of the line."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True)
class Tick:
    """A line of the grid."""

    y: int
    value: float


@dataclass(frozen=True)
class Trend:
    """What the template draws."""

    dots: tuple[TrendDot, ...]
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]


def nice_ceiling(value: float) -> float:
    """Return the next 1, 2, 4, 5 or 6 × 10ⁿ at or above value (halves stay round); at least 2."""
    if value <= 2:
        return 2.0
    power = 10.0 ** (len(str(int(value))) - 1)
    return next(power * factor for factor in (1, 2, 4, 5, 6, 8, 10) if power * factor >= value)


def bar_lengths(values: Sequence[float]) -> list[float]:
    """Return each value's length in per cent of the largest; negative values are refused."""
    if any(value < 0 for value in values):
        raise ValueError("bars start at zero and cannot show negative values")
    largest = max(values, default=0) or 1
    return [round(value / largest * 100, 2) for value in values]


def trend_build(points: Sequence[Point], most: float = 0) -> Trend:
    """Return the trend from zero to a round ceiling; a gap breaks the line.

    `most` is the largest value of all small multiples that share one scale.
    """
    values = [point.value for point in points if point.value is not None]
    top = nice_ceiling(max([most, *values]))
    step = (RIGHT - LEFT) / max(1, len(points) - 1)
    every = max(1, -(-len(points) // MOST_LABELS))
    end = len(points) - 1
    dots: list[TrendDot] = []
    segments: list[Segment] = []
    before: TrendDot | None = None
    for index, point in enumerate(points):
        if point.value is None:
            before = None
            continue
        dot = TrendDot(
            x=f"{LEFT + index * step:.2f}%",
            y=round(BASELINE - (BASELINE - TOP) * point.value / top),
            point=point,
            labelled=(end - index) % every == 0,
            last=index == end,
            spare=(end - index) // every % 2 == 1,
        )
        if before is not None:
            segments.append(Segment(before.x, before.y, dot.x, dot.y))
        dots.append(dot)
        before = dot
    ticks = tuple(
        Tick(round(BASELINE - (BASELINE - TOP) * part), top * part) for part in (0.0, 0.5, 1.0)
    )
    return Trend(tuple(dots), tuple(segments), ticks)

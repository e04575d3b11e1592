"""Geometry of a cumulative curve and of expected values with their interval; both begin at zero.

Pure: numbers in, coordinates out. Places as in `charts`: across in per cent, down in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.ui.charts import BASELINE, LEFT, RIGHT, TOP, Segment, Tick, nice_ceiling
from motcua.ui.types import Expected, Point

MOST_MARKS = 4  # of a telephone, where dates must not stand on each other
WHOLE = 100.0


@dataclass(frozen=True)
class Mark:
    """A place on the curve that is named: after so many."""

    x: str
    y: int
    value: float
    place: int


@dataclass(frozen=True)
class Curve:
    """What the template draws: the line, its level, the marked place, numbers below."""

    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    level_y: int
    mark: Mark | None
    places: tuple[tuple[str, int], ...]


def curve_build(points: Sequence[Point], level: float, mark: int) -> Curve:
    """Return the curve of shares in per cent, from nothing at the left to the whole.

    `level` is drawn across; `mark` is the place (from 1) that is named, 0 for none.
    """
    values = [0.0, *(point.value or 0.0 for point in points)]
    step = (RIGHT - LEFT) / max(1, len(points))
    xs = [f"{LEFT + place * step:.2f}%" for place in range(len(values))]
    ys = [_y(value, WHOLE) for value in values]
    segments = tuple(Segment(xs[n - 1], ys[n - 1], xs[n], ys[n]) for n in range(1, len(values)))
    named = sorted({1, mark, len(points)} - {0}) if points else []
    near = max(1, len(points) // 12)  # numbers that would stand on each other
    kept = [one for one in named if mark in {one, 0} or abs(one - mark) >= near]
    return Curve(
        segments,
        tuple(Tick(_y(part, WHOLE), part) for part in (0.0, 50.0, WHOLE)),
        _y(level, WHOLE),
        Mark(xs[mark], ys[mark], values[mark], mark) if 0 < mark < len(values) else None,
        tuple((xs[one], one) for one in kept),
    )


@dataclass(frozen=True)
class Column:
    """A drawn value from zero with the line of its interval."""

    x: str
    middle: str
    width: str
    y: int
    height: int
    low_y: int
    high_y: int
    item: Expected
    labelled: bool


@dataclass(frozen=True)
class Columns:
    """What the template draws."""

    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]


def columns_build(items: Sequence[Expected], most: float = 0) -> Columns:
    """Return columns from zero with their intervals; `most` as for a trend's small multiples."""
    top = nice_ceiling(max([most, *(item.high for item in items)]))
    step = (RIGHT - LEFT) / max(1, len(items))
    every = max(1, -(-len(items) // MOST_MARKS))
    drawn = []
    for number, item in enumerate(items):
        left = LEFT + number * step
        y = _y(item.value, top)
        drawn.append(
            Column(
                x=f"{left + step * 0.15:.2f}%",
                middle=f"{left + step / 2:.2f}%",
                width=f"{step * 0.7:.2f}%",
                y=y,
                height=BASELINE - y,
                low_y=_y(item.low, top),
                high_y=_y(item.high, top),
                item=item,
                labelled=number % every == 0,
            )
        )
    ticks = tuple(Tick(_y(top * part, top), top * part) for part in (0.0, 0.5, 1.0))
    return Columns(tuple(drawn), ticks)


def _y(value: float, top: float) -> int:
    return round(BASELINE - (BASELINE - TOP) * min(max(value, 0.0), top) / top)

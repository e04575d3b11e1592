"""Areas beside each other: a map of tiles with its legend, a strip of values with one marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from motcua.ui.spreads import BASE, HEIGHT, TOP, strip_build
from motcua.ui.templatetags.library import register
from motcua.ui.types import Dot, Step, Tile

STEPS = 5


@register.inclusion_tag("ui/components/tiles.html")
def tiles(
    items: Sequence[Tile], caption: str, steps: Sequence[Step], ramp: str = "calm"
) -> dict[str, Any]:
    """Return a map of tiles with its legend; `ramp` is `calm`, or `alert` where more is worse.

    A class is told by colour and by filled squares, and each tile has its value as text, so that
    nothing is lost on black-and-white paper. Tiles with cells keep them; others flow in order.
    """
    return {
        "items": [(tile, _squares(tile.step)) for tile in items],
        "fixed": any(tile.column for tile in items),
        "caption": caption,
        "legend": [(step, number, _squares(number)) for number, step in enumerate(steps)],
        "ramp": ramp,
    }


@register.inclusion_tag("ui/components/strip.html")
def strip(
    dots: Sequence[Dot],
    quartiles: tuple[float, float, float],
    own: float | None,
    interval: tuple[float, float] | None,
    words: str,
) -> dict[str, Any]:
    """Return values on a line with their middle half and one of them marked; `words` tells it.

    The table twin belongs to the page: one table holds what all its strips show.
    """
    drawn = strip_build(dots, quartiles, own, interval)
    return {
        "drawn": drawn,
        "words": words,
        "height": HEIGHT,
        "top": TOP,
        "box_height": BASE - TOP + 12,
        "line": BASE + 10,
        "axis": HEIGHT - 2,
    }


def _squares(step: int | None) -> tuple[tuple[int, bool], ...]:
    """Return place and state of the five squares that tell a class; none without one."""
    if step is None:
        return ()
    return tuple((number * 7, number <= step) for number in range(STEPS))

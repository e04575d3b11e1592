"""What the pages of wall screens share: the hall beside a board, the context of the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from motcua.indicators.index.places import Counted
from motcua.indicators.queries.counted import until_of
from motcua.kernel import clock
from motcua.office.boards.asked import Reader
from motcua.office.boards.centre import Peek, peek_of
from motcua.office.boards.wall import TURN_SECONDS, Wall
from motcua.office.figures import instant_of
from motcua.office.passed import passing_of
from motcua.organisations.queries import unit_children
from motcua.organisations.types import COMMUNE_KINDS, UnitKind, UnitView

OLD_SECONDS = 300
"""When nothing was heard for so long, a wall screen shows no figures: they would pass for new."""


def hall_unit(unit: UnitView, reader: Reader) -> int | None:
    """Return the centre whose hall belongs to a board: the unit itself, or its commune's."""
    if reader is Reader.CENTRE:
        return unit.id
    if unit.kind not in COMMUNE_KINDS:
        return None
    centres = unit_children(unit.id, UnitKind.CENTRE)
    return centres[0].id if centres else None


def hall_of(centre_id: int | None) -> Peek | None:
    """Return the state of a hall, as `hall_unit` names it; None without one."""
    return None if centre_id is None else peek_of(centre_id, 0)


def wall_context(
    wall: Wall,
    counted: Counted,
    *,
    only: tuple[str, ...] = (),
    back: str = "",
    ends: datetime | None = None,
    problems: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return what the page shows: what alone is counted, what of it was another unit's.

    And the way back to the board; or, where nobody is signed in, when the screen's link ends, once
    that is near. `problems` say what of the address is not what is shown.
    """
    return {
        "only": only,
        "passing": passing_of(counted, until_of(wall.period)).short(),
        "wall": wall,
        "as_of": instant_of(clock.now()),
        "turn": TURN_SECONDS,
        "old_seconds": OLD_SECONDS,
        "back": back,
        "ends": ends,
        "problems": problems,
    }

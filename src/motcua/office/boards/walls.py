"""What the pages of wall screens share: the hall beside a board, the context of the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from motcua.kernel import clock
from motcua.office.boards.asked import Reader
from motcua.office.boards.centre import Peek, peek_of
from motcua.office.boards.wall import TURN_SECONDS, Wall
from motcua.office.figures import instant_of
from motcua.organisations.queries import unit_children
from motcua.organisations.types import COMMUNE_KINDS, UnitKind, UnitView

OLD_SECONDS = 300
"""When nothing was heard for so long, a wall screen shows no figures: they would pass for new."""


def hall_of(unit: UnitView, reader: Reader) -> Peek | None:
    """Return the state of the hall that belongs to a board: the centre's own, or its commune's."""
    if reader is Reader.CENTRE:
        return peek_of(unit.id, 0)
    if unit.kind not in COMMUNE_KINDS:
        return None
    centres = unit_children(unit.id, UnitKind.CENTRE)
    return peek_of(centres[0].id, 0) if centres else None


def wall_context(
    wall: Wall, *, only: tuple[str, ...] = (), back: str = "", ends: datetime | None = None
) -> dict[str, Any]:
    """Return what the page shows: what alone is counted, the way back to the board.

    Or, where nobody is signed in, when the screen's link ends, once that is near.
    """
    return {
        "only": only,
        "wall": wall,
        "as_of": instant_of(clock.now()),
        "turn": TURN_SECONDS,
        "old_seconds": OLD_SECONDS,
        "back": back,
        "ends": ends,
    }

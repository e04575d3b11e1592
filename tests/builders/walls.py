"""Wall screens of boards that are opened by a link."""

from __future__ import annotations

from typing import Any

from motcua.identity.types import Role
from motcua.organisations.types import UnitView
from motcua.reception import services
from motcua.reception.services import WallMade
from tests.builders.identity import actor_make


def wall_made(unit: UnitView, **shown: str) -> WallMade:
    """Make the link of a wall screen of a unit's board, by its leader."""
    leader: Any = actor_make(role=Role.LEADER, unit=unit)
    return services.wall_add(actor=leader, unit_id=unit.id, name="Sảnh tầng 1", shown=shown)

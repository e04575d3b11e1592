"""The state of each unit over all the targets that are followed for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from motcua.organisations.types import UnitView
from motcua.oversight.queries.index_reads import IndexReads
from motcua.oversight.queries.targets import (
    Followed,
    UnitStanding,
    target_followed,
    targets_of,
)
from motcua.oversight.target_rules import Status, colour_of

ORDER = (Status.RED, Status.AMBER, Status.GREEN, Status.NONE)


@dataclass(frozen=True)
class Reason:
    """A target, and how the unit stands to it."""

    followed: Followed
    at: UnitStanding


@dataclass(frozen=True)
class UnitState:
    """A unit's state, all its targets with the worst first, and those that make the state.

    `unsound` says why one of its targets cannot be read; then it is red or has no colour.
    """

    unit: UnitView
    status: Status
    targets: tuple[Reason, ...]
    unsound: str = ""

    @property
    def because(self) -> tuple[Reason, ...]:
        """Return the targets that make it so; of a green unit all that count."""
        return tuple(one for one in self.targets if one.at.standing.status is self.status)


@dataclass(frozen=True)
class States:
    """Every unit with its state, the worst first, and the targets that were followed."""

    units: tuple[UnitState, ...]
    followed: tuple[Followed, ...]

    def number(self, status: Status) -> int:
        """Return how many units stand so."""
        return sum(one.status is status for one in self.units)


def states_of(province: UnitView, *, seen: Collection[int] | None = None) -> States:
    """Return the state of each unit that a target is followed for; `seen` as in `target_followed`.

    A unit's state is its worst one; a target without anything to count gives none. While one of its
    targets cannot be read only red is sure: whatever else it would be, it has no colour. Of equal
    states first whoever has most targets in it.
    """
    reads = IndexReads()
    followed = tuple(
        target_followed(one, province, seen=seen, reads=reads) for one in targets_of(province.id)
    )
    by_unit: dict[int, list[Reason]] = {}
    units: dict[int, UnitView] = {}
    for one in followed:
        for at in one.units:
            units[at.unit.id] = at.unit
            by_unit.setdefault(at.unit.id, []).append(Reason(one, at))
    states = [_state(units[key], reasons) for key, reasons in by_unit.items()]
    states.sort(key=lambda one: (ORDER.index(one.status), -len(one.because), one.unit.code))
    return States(tuple(states), followed)


def _state(unit: UnitView, reasons: list[Reason]) -> UnitState:
    status = colour_of(one.at.standing.status for one in reasons)
    unsound = next((one.followed.unsound for one in reasons if one.followed.unsound), "")
    if unsound and status is not Status.RED:
        status = Status.NONE
    ordered = sorted(reasons, key=lambda one: ORDER.index(one.at.standing.status))
    return UnitState(unit, status, tuple(ordered), unsound)

"""Scopes as plain values: the text that the database's policies read (see `kernel.scope`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MANY = 50
"""So many units are written one by one; of more the ranges, which a wall searches (ADR 0028)."""


@dataclass(frozen=True)
class Scope:
    """What the database shows; `setting` is the text that the policies read."""

    setting: str

    @property
    def is_system(self) -> bool:
        """Whether every row is visible."""
        return self.setting == "*"

    @property
    def unit_ids(self) -> frozenset[int]:
        """Which units it names; of system work and of persons none."""
        if not self.setting.startswith("{"):
            return frozenset()
        if self.setting.startswith("{["):
            bounds = self.setting[2:-2].replace("),[", ",").split(",")
            pairs = zip(bounds[::2], bounds[1::2], strict=True)
            return frozenset(one for low, high in pairs for one in range(int(low), int(high)))
        return frozenset(int(one) for one in self.setting[1:-1].split(",") if one)


NOTHING = Scope("")
SYSTEM = Scope("*")


def scope_units(unit_ids: Iterable[int]) -> Scope:
    """Return the scope of some units; of none is NOTHING."""
    ids = sorted({int(unit_id) for unit_id in unit_ids})
    if len(ids) > MANY:
        return Scope("{" + ",".join(f"[{low},{high})" for low, high in _ranges(ids)) + "}")
    return Scope("{" + ",".join(map(str, ids)) + "}") if ids else NOTHING


def _ranges(ids: list[int]) -> Iterator[tuple[int, int]]:
    """Yield where each unbroken run of ascending numbers begins, and the number after its last."""
    low = high = ids[0]
    for one in ids:
        if one > high:
            yield low, high
            low = one
        high = one + 1
    yield low, high


def scope_dossier(dossier_id: int) -> Scope:
    """Return the scope of one dossier, after its second factor was checked."""
    return Scope(f"dossier:{int(dossier_id)}")


def scope_persons(person_ids: Iterable[int]) -> Scope:
    """Return the scope of some persons of the citizens' realm; of none is NOTHING."""
    ids = sorted({int(person_id) for person_id in person_ids})
    return Scope("persons:{" + ",".join(map(str, ids)) + "}") if ids else NOTHING


def scope_hall(unit_id: int) -> Scope:
    """Return the scope of one centre's hall: its numbers, and nothing else of the centre."""
    return Scope(f"hall:{int(unit_id)}")


def scope_board(unit_ids: Iterable[int]) -> Scope:
    """Return the scope of a wall screen: sums of units, who waits in their halls; read only."""
    ids = sorted({int(unit_id) for unit_id in unit_ids})
    return Scope("board:{" + ",".join(map(str, ids)) + "}") if ids else NOTHING

"""Scopes as plain values: the text that the database's policies read (see `kernel.scope`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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
        named = self.setting[1:-1] if self.setting.startswith("{") else ""
        return frozenset(int(one) for one in named.split(",") if one)


NOTHING = Scope("")
SYSTEM = Scope("*")


def scope_units(unit_ids: Iterable[int]) -> Scope:
    """Return the scope of some units; of none is NOTHING."""
    ids = sorted({int(unit_id) for unit_id in unit_ids})
    return Scope("{" + ",".join(map(str, ids)) + "}") if ids else NOTHING


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

"""Which units may get work in a dossier: whoever gets it sees the dossier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from motcua.kernel import clock
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import PROVINCE_KINDS, TERRITORIAL_KINDS, UnitView


def unit_places(unit_id: int, owners: Iterable[int]) -> tuple[int, dict[int, set[int]]] | None:
    """Return where a unit belongs, and the places from which units may join each of `owners`.

    A place is a commune, a province, or the unit itself where it belongs to none. None when there
    is no such unit today. Two statements.
    """
    wanted = set(owners)
    units = units_by_ids({unit_id, *wanted})
    unit = units.get(unit_id)
    if unit is None or (unit.valid_to is not None and unit.valid_to <= clock.today()):
        return None
    around = units_by_ids({one for view in units.values() for one in view.path_ids})
    places = {one: _places(units[one], around) for one in wanted & units.keys()}
    return _territory(unit, around), places


def unit_belongs(unit_id: int, owners: Iterable[int]) -> bool:
    """Tell whether a unit may be given work in the dossiers of each of the units `owners`.

    It may when it belongs to the commune of the owner, or is its province or a body of it; another
    commune may not. The rule of hand-overs (`unit_may_join` of dossiers). Two statements.
    """
    found = unit_places(unit_id, owners)
    return found is not None and all(found[0] in places for places in found[1].values())


def _territory(view: UnitView, around: Mapping[int, UnitView]) -> int:
    path = [one for one in view.path_ids if around[one].kind in TERRITORIAL_KINDS]
    return path[-1] if path else view.id


def _places(owner: UnitView, around: Mapping[int, UnitView]) -> set[int]:
    provinces = {one for one in owner.path_ids if around[one].kind in PROVINCE_KINDS}
    return provinces | {_territory(owner, around)}

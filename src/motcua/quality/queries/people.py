"""Who may audit or have a corrective action in a unit."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.identity.queries import accounts_by_ids, people_of
from motcua.identity.types import Action
from motcua.organisations.queries import units_own


@dataclass(frozen=True)
class PersonHere:
    """Somebody posted in a unit or its bodies, with where."""

    account_id: int
    name: str
    place: str


def people_here(unit_id: int) -> list[PersonHere]:
    """Return them by name; whoever has several postings stands once. Four statements.

    A province's are not those of its communes: `units_own`, as `places_of`.
    """
    found: dict[int, str] = {}
    for one in people_of(unit_ids=[unit.id for unit in units_own(unit_id)]):
        if Action.QUALITY_REPORT in one.actions:
            found.setdefault(one.account_id, one.unit_name)
    names = accounts_by_ids(found)
    people = [PersonHere(key, names[key].name, place) for key, place in found.items()]
    return sorted(people, key=lambda one: (one.name, one.account_id))

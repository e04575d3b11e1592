"""From which rows a sum of units is read: their own, or those of provinces and countries.

A branch is read in place of its units where all of them are asked for, so never by somebody who
may read a part of it only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection

from motcua.indicators.types import Dimension
from motcua.kernel.arrays import array_text
from motcua.organisations.queries import units_by_ids

T = TypeVar("T")
TRIES = 3
_MEMBERS = """
SELECT branch_id, array_agg(unit_id) FROM indicators_branchunit
WHERE branch_id = ANY(%(units)s::bigint[]) GROUP BY branch_id
"""
Branches = dict[int, frozenset[int]]
# Units by themselves and those of whole branches, as rows and not as one long array: of an array
# the planner weighs every element, for each part of a statement, longer than the statement runs.
ASKED = """
WITH asked AS MATERIALIZED (
  SELECT id AS unit_id, id AS shown_id FROM unnest(%(own)s::bigint[]) AS own(id)
  UNION ALL
  SELECT unit_id, CASE WHEN branch_id = ANY(%(shown)s::bigint[]) THEN branch_id ELSE unit_id END
  FROM indicators_branchunit WHERE branch_id = ANY(%(branches)s::bigint[])
)
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A table with the units and dimensions to be read from it."""

    table: str
    units: tuple[int, ...]
    dimensions: tuple[Dimension, ...]


def branches_whole(unit_ids: Collection[int]) -> Branches:
    """Return the branches of which all units are among some units, with these; one statement."""
    asked = frozenset(unit_ids)
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"units": array_text(sorted(asked))})
        members = {branch: frozenset(units) for branch, units in cursor.fetchall()}
    return {branch: units for branch, units in members.items() if units <= asked}


def apart(branches: Branches, first: Collection[int] = ()) -> Branches:
    """Return branches that share no unit: the largest, but those of `first` before all others.

    A province lies in a country; each unit is read once.
    """
    found: Branches = {}
    taken: set[int] = set()
    for key in sorted(branches, key=lambda one: (one not in first, -len(branches[one]), one)):
        if taken.isdisjoint(branches[key]):
            found[key] = branches[key]
            taken |= branches[key]
    return found


def asked_of(
    unit_ids: Iterable[int], branches: Branches, shown: Collection[int] = ()
) -> dict[str, str]:
    """Return what `ASKED` wants: the units that are in no branch, and the branches.

    Units of the branches `shown` are told as these (`shown_id`), all others as themselves.
    """
    chosen = apart(branches, shown)
    return {
        "own": array_text(sorted(frozenset(unit_ids).difference(*chosen.values()))),
        "branches": array_text(sorted(chosen)),
        "shown": array_text(sorted(shown)),
    }


def totals_text(text: str, place: int, table: str) -> str:
    """Return a statement's part with the source that has a number; `units0`, ... are its units."""
    units = "(SELECT %(units#s)s::bigint[])::bigint[]"  # not weighed one by one either
    return text.replace("#units", units).replace("#table", table).replace("#s", str(place))


def branches_under(branches: Branches, unit_id: int | None) -> Branches:
    """Return those that lie below a unit, so that nobody asks for their parts one by one.

    None without a unit. One statement if there are any.
    """
    if unit_id is None or not branches:
        return {}
    return {
        key: branches[key]
        for key, view in units_by_ids(branches).items()
        if key != unit_id and unit_id in view.path_ids
    }


def with_branches(unit_ids: Collection[int], read: Callable[[Branches], T]) -> T:
    """Return what `read` finds with the branches that are wholly among some units.

    It is read again if a unit moved from one to another meanwhile, at last without any: the units'
    own totals are right at every moment. One statement where there are none, else two.
    """
    whole = branches_whole(unit_ids)
    for _try in range(TRIES):
        found = read(whole)
        now = branches_whole(unit_ids) if whole else whole
        if now == whole:
            return found
        whole = now
    return read({})


def sources(
    unit_ids: Collection[int], dimensions: Iterable[Dimension], branches: Branches
) -> tuple[Source, ...]:
    """Return where the totals of some units are read, with branches in place of their units."""
    asked, branches = tuple(dimensions), apart(branches)
    above = tuple(one for one in asked if one is not Dimension.OFFICIAL)
    if not branches or not above:
        return (_own(unit_ids, asked),) if asked else ()
    inside = frozenset().union(*branches.values())
    # What is read from no unit is no part of the statement: the planner weighs each part.
    alone = [one for one in unit_ids if one not in inside]
    found = [Source("indicators_branchtotal", tuple(sorted(branches)), above)]
    if alone:
        found.append(_own(alone, above))
    if Dimension.OFFICIAL in asked:
        found.append(_own(unit_ids, (Dimension.OFFICIAL,)))
    return tuple(found)


def _own(unit_ids: Iterable[int], dimensions: tuple[Dimension, ...]) -> Source:
    return Source("indicators_total", tuple(sorted(unit_ids)), dimensions)

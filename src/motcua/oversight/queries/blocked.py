"""How many dossiers of each unit stand still because of difficulties that are open."""

from __future__ import annotations

from collections.abc import Collection

from motcua.oversight.models import DifficultyEvent
from motcua.oversight.queries.register import ENDED_STATES
from motcua.oversight.types import Fact

_COUNTS = (Fact.REPORTED.value, Fact.JOINED.value, Fact.COUNTED.value, Fact.LEFT.value)


def blocked_by_unit(unit_ids: Collection[int]) -> dict[int, int]:
    """Return the dossiers that each of some units said are blocked, as it said last; one statement.

    Only difficulties that are open and in the scope; a unit that left one counts no more in it.
    """
    newest = (
        DifficultyEvent.objects.filter(fact__in=_COUNTS, unit_id__in=list(unit_ids))
        .exclude(difficulty__state__in=ENDED_STATES)
        .order_by("difficulty_id", "unit_id", "-id")
        .distinct("difficulty_id", "unit_id")
    )
    found: dict[int, int] = {}
    for unit_id, fact, blocked in newest.values_list("unit_id", "fact", "blocked"):
        if fact != Fact.LEFT.value and blocked:
            found[unit_id] = found.get(unit_id, 0) + blocked
    return found

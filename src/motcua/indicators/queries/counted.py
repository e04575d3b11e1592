"""Which units' figures are a unit's, and who may count those that it took over: the one place.

The rule is `index/places.py`; docs/adr/0026 says why. Every reader of figures asks here: boards
and the lists behind their numbers, forms, comparison, index, targets, briefs, public pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from motcua.indicators import rules
from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.places import Counted, counted_under
from motcua.indicators.queries.figures import ONE_DAY
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_current, scope_units, scope_use

_LIVED = """
SELECT key FROM unnest(%s::bigint[]) AS asked(key)
WHERE EXISTS (SELECT 1 FROM indicators_step s WHERE s.unit_id = key)
"""


def counted_units(unit_id: int, until: datetime) -> Counted:
    """Return the units whose figures are a unit's in a period that is counted to `until`.

    Itself and all under it, and what any of them took over whole by then, with all under that. One
    statement while the directory is the same.
    """
    return counted_under(unit_id, units_tree(), until)


def counted_lived(unit_id: int, until: datetime) -> Counted:
    """Return the same without what was taken over and never had a dossier.

    Every commune of today took over some of before 1 July 2025, which never stood here. One
    statement more where a unit took over any.
    """
    return counted_lived_of([unit_id], until)[unit_id]


def counted_lived_of(unit_ids: Iterable[int], until: datetime) -> dict[int, Counted]:
    """Return the same of several units, by id; one statement more where any took over any."""
    found = {one: counted_units(one, until) for one in unit_ids}
    asked: frozenset[int] = frozenset().union(*(one.taken_ids for one in found.values()))
    if not asked:
        return found
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_LIVED, [sorted(asked)])
        lived = {key for (key,) in cursor.fetchall()}
    return {
        key: Counted(key, one.own, tuple(t for t in one.taken if not t.unit_ids.isdisjoint(lived)))
        for key, one in found.items()
    }


@contextmanager
def taken_over_seen(unit_id: int, taken_ids: Collection[int]) -> Iterator[None]:
    """Let whoever sees a unit also count what it took over, for the block: sums and codes only.

    The rows of an ended unit lie behind that unit's wall; without this its heir would read less of
    itself than others read of it. Who does not see the heir sees no more than before. A dossier
    itself is never read in such a block.
    """
    scope = scope_current()
    if taken_ids and unit_id in scope.unit_ids:
        with scope_use(scope_units(scope.unit_ids.union(taken_ids))):
            yield
    else:
        yield


@contextmanager
def shown_seen(pairs: Collection[tuple[int, int]]) -> Iterator[None]:
    """The same for many units at once: pairs (shown under, unit), as `places` gives them."""
    scope = scope_current()
    seen = scope.unit_ids
    taken = {unit for under, unit in pairs if under in seen} - seen
    if taken:
        with scope_use(scope_units(seen | taken)):
            yield
    else:
        yield


def until_of(period: Period) -> datetime:
    """Return the instant to which a period is counted now, as `window_of` has it."""
    before = clock.midnight(period.first) - rules.TICK
    return max(before, min(clock.midnight(period.last + ONE_DAY) - rules.TICK, clock.now()))

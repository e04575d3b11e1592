"""Hold the kept totals of the Service Index against the dossiers, and count them anew on demand.

Only what would be read is looked at: totals that call themselves good. What waits for the keeper,
or changes while it is looked at, accuses nobody. Nothing is repaired by looking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from motcua.dossiers.services.verify import Breach
from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.definition import Span
from motcua.indicators.index.places import Tree, places
from motcua.indicators.index.standing import Kept, kept_of, key_of, named_by, words_of
from motcua.indicators.models import IndexMonth, IndexTotal, Reading
from motcua.indicators.queries.index_totals import (
    OF_DOSSIERS,
    OF_PROCEDURES,
    Raw,
    Totals,
    busy,
    digests,
    totals_count,
)
from motcua.indicators.services.index_totals import Say, totals_keep
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

UNITS_AT_ONCE = 200
NOTHING: Raw = (0, 0, 0)
_NEXT = """
SELECT month, unit_id FROM indicators_indexmonth
WHERE (month, unit_id) > (%s, %s) AND changes = seen ORDER BY 1, 2 LIMIT %s
"""
_NEXT_OF_MONTH = """
SELECT unit_id FROM indicators_indexmonth
WHERE month = %s AND unit_id > %s AND changes = seen ORDER BY 1 LIMIT %s
"""
_PROCEDURES = frozenset(one.id for one in OF_PROCEDURES)
_KEPT = _PROCEDURES.union(one.id for one in OF_DOSSIERS)


@dataclass(frozen=True, slots=True)
class Different:
    """A kept total of a unit and a month that is not what counting says."""

    key: int
    indicator: str
    stored: Raw
    counted: Raw

    @property
    def where(self) -> str:
        """Return of which unit and month it is."""
        day, unit_id = named_by(self.key)
        return f"index of unit id {unit_id} in {words_of(day)}"

    @property
    def what(self) -> str:
        """Return what is kept and what was counted, before the scale."""
        kept, counted = (
            f"{n} of {d}, {unknown} not known" for n, d, unknown in (self.stored, self.counted)
        )
        return f"kept total of {self.indicator} is {kept}; its dossiers say {counted}"


def piece_look(after: int, size: int = UNITS_AT_ONCE) -> tuple[int | None, list[Different]]:
    """Look at the next units of one month after a key; return their last key and what differs.

    No key: there is nothing after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [*(named_by(after) if after else (date.min, 0)), size])
        rows = cursor.fetchall()
    if not rows:
        return None, []
    month = rows[0][0]
    unit_ids = [unit for its, unit in rows if its == month]
    return key_of(month, unit_ids[-1]), units_look(kept_of(month, clock.now()), unit_ids)


def key_look(key: int) -> list[Different]:
    """Look at one unit and month alone."""
    return keys_look([key])


def keys_look(keys: Sequence[int]) -> list[Different]:
    """Look at some units of one month, at all of them at once."""
    month, _unit = named_by(keys[0])
    units = dict.fromkeys(named_by(key)[1] for key in keys)
    return units_look(kept_of(month, clock.now()), [*units])


def month_look(after: int, size: int = UNITS_AT_ONCE) -> tuple[int | None, list[Different]]:
    """Look at the next units of the month of a key; as `piece_look`, but never at another month."""
    month, unit_id = named_by(after)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_OF_MONTH, [month, unit_id, size])
        unit_ids = [unit for (unit,) in cursor.fetchall()]
    found = units_look(kept_of(month, clock.now()), unit_ids) if unit_ids else []
    return key_of(month, unit_ids[-1]) if len(unit_ids) == size else None, found


def units_look(kept: Kept, unit_ids: Collection[int]) -> list[Different]:
    """Return the kept totals of some units and a month that are not what counting says, in order.

    System work. Totals of procedures are of everything under a unit, so they are good only where
    all that is under it is.
    """
    tree = units_tree()
    shown = _shown(kept, tree, unit_ids)
    marks = _marks(kept, tree, _concerned(shown))
    own = marks.keys() & set(unit_ids)
    under = {unit for unit in own if shown[unit] <= marks.keys()}
    stored = _stored(kept, own)
    span = Span(kept.start, kept.until, kept.months)
    counted = totals_count(span, tree, own, under) if own else {}
    suspects = [
        one
        for one in _compared(kept, stored, counted)
        if one.indicator not in _PROCEDURES or named_by(one.key)[1] in under
    ]
    if not suspects:
        return []
    # Somebody may have written between these statements: then this says nothing.
    marks_now = _marks(kept, tree, _concerned(shown))
    stored_now = _stored(kept, own)
    steady = {unit for unit, mark in marks_now.items() if marks.get(unit) == mark}
    return [
        one
        for one in suspects
        if _rests_on(one, shown) <= steady and stored_now.get(_cell(one), NOTHING) == one.stored
    ]


def index_totals_verify() -> Iterator[Breach]:
    """Yield every kept total of the index that is not what counting says; twice looked at."""
    place: int | None = 0
    while place is not None:
        place, found = piece_look(place)
        for key in dict.fromkeys(one.key for one in found):
            for one in key_look(key):
                yield Breach("I3", one.where, one.what)


def index_totals_recount(*, say: Say | None = None) -> int:
    """Count every kept total of the index anew; return of how many units and months.

    Until its month is counted a unit is counted for whoever asks. A transaction for each month;
    what another worker counts meanwhile is left to it. Rows of what is never kept are taken away.
    """
    with scope_use(SYSTEM):
        Reading.objects.select_for_update().filter(name="index-cases").first()
        IndexTotal.objects.exclude(indicator__in=_KEPT).delete()
        IndexMonth.objects.update(seen=-1)
    return totals_keep(say=say)


def _shown(kept: Kept, tree: Tree, unit_ids: Collection[int]) -> dict[int, set[int]]:
    """Return by unit those whose rows count under it, without those that never had any."""
    found: dict[int, set[int]] = defaultdict(set)
    pairs = places(unit_ids, tree, kept.until)
    anything = busy({unit for _under, unit in pairs})
    for under, unit in pairs:
        if unit in anything or unit == under:
            found[under].add(unit)
    return found


def _concerned(shown: dict[int, set[int]]) -> set[int]:
    return set(shown).union(*shown.values())


def _marks(kept: Kept, tree: Tree, concerned: Collection[int]) -> dict[int, tuple[str, int]]:
    """Return on what the totals stand that are good, by unit."""
    wanted = digests(kept, tree, concerned)
    rows = IndexMonth.objects.filter(month=kept.month, until=kept.until, unit_id__in=concerned)
    return {
        unit: (digest, changes)
        for unit, digest, changes, seen in rows.values_list("unit_id", "digest", "changes", "seen")
        if changes == seen and digest == wanted.get(unit)
    }


def _stored(kept: Kept, own: Collection[int]) -> Totals:
    rows = IndexTotal.objects.filter(month=kept.month, unit_id__in=own)
    return {
        (unit, indicator): (numerator, denominator, unknown)
        for unit, indicator, numerator, denominator, unknown in rows.values_list(
            "unit_id", "indicator", "numerator", "denominator", "unknown"
        )
    }


def _compared(kept: Kept, stored: Totals, counted: Totals) -> Iterable[Different]:
    for unit, indicator in sorted(stored.keys() | counted.keys()):
        had = stored.get((unit, indicator), NOTHING)
        has = counted.get((unit, indicator), NOTHING)
        if had != has:
            yield Different(key_of(kept.month, unit), indicator, had, has)


def _cell(one: Different) -> tuple[int, str]:
    return named_by(one.key)[1], one.indicator


def _rests_on(one: Different, shown: dict[int, set[int]]) -> set[int]:
    unit = named_by(one.key)[1]
    return shown[unit] if one.indicator in _PROCEDURES else {unit}

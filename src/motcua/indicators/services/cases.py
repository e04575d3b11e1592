"""The relation `dossier` of the Service Index, kept up with the events by the worker.

Nothing happens in the transaction of a change. The worker reads which dossiers have new events, in
the order of finished transactions, folds these dossiers anew and replaces their versions; the place
up to which it has read moves in the same transaction, so that it may be killed anywhere. To build
everything anew the place is set to the beginning: dossiers whose versions are not what their events
say are replaced one after another while others write and read; all others are left alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import CharField

from motcua.dossiers.queries import dossier_lives
from motcua.dossiers.queries.feed import dossiers_after, dossiers_unread
from motcua.dossiers.queries.lives import codes_by_id, ids_by_code
from motcua.dossiers.rules import TransitionRefused
from motcua.dossiers.services.verify import Breach
from motcua.indicators.index.fold import COLUMNS, index_versions
from motcua.indicators.index.relations import VERSION
from motcua.indicators.models import Case, Reading
from motcua.indicators.services.case_changes import NAMES, CaseRow, changed_months
from motcua.indicators.services.index_totals import changes_note
from motcua.kernel.arrays import array_text, columns_text
from motcua.kernel.scope import SYSTEM, scope_use

log = logging.getLogger(__name__)
NAME = "index-cases"
BATCH = 2_000
CHUNK = 5_000
NAMED = 5
_VALUES: Callable[[object], tuple[Any, ...]] = attrgetter(*COLUMNS)
_DIFFERENT = """
WITH new AS MATERIALIZED (SELECT * FROM unnest(#arrays) AS n (#names)),
old AS MATERIALIZED (SELECT #names FROM indicators_case WHERE dossier_id = ANY(%s::bigint[]))
SELECT DISTINCT dossier_id FROM (
  (TABLE new EXCEPT TABLE old) UNION ALL (TABLE old EXCEPT TABLE new)) other
"""
_BAD = (TransitionRefused, LookupError, TypeError, ValueError, AttributeError, AssertionError)
_UNWRITABLE = (*_BAD, DatabaseError)


def cases_follow(*, limit: int = BATCH) -> int:
    """Bring the versions of dossiers with new events up to date; return how many events there were.

    One worker at a time; a second one does nothing. Fewer than `limit`: all is read. A dossier that
    cannot be folded keeps what it had, is named (`Reading.problem`) and tried again each time; all
    others are read.
    """
    with scope_use(SYSTEM):
        reading = Reading.objects.select_for_update(skip_locked=True).filter(name=NAME).first()
        if reading is None:
            return 0
        if reading.made_by != VERSION:
            reading.place, reading.made_by = "", VERSION
        begins = not reading.place
        place, dossier_ids, events = dossiers_after(reading.place, limit=limit)
        again = ids_by_code(reading.unread) if reading.problem else {}
        bad = _replace({*dossier_ids, *again.values()})
        problem = _problem(bad, more=reading.unread_more and not begins)
        if bad and problem != reading.problem:
            log.error("a dossier's events cannot be folded: motcua verify")
        if events or problem != reading.problem:
            reading.place, reading.problem = place if events else reading.place, problem
            reading.save(update_fields=["place", "made_by", "problem"])
    return events


def cases_rebuild() -> None:
    """Begin anew: the worker, or calls of `cases_follow`, replace every dossier's versions.

    What could not be read stays named until it was read.
    """
    with scope_use(SYSTEM):
        Reading.objects.filter(name=NAME).update(place="", made_by=VERSION)


def _problem(bad: Collection[int], *, more: bool) -> str:
    """Return the codes of dossiers that cannot be read, the first few of them."""
    codes = sorted(codes_by_id(bad).values()) if bad else []
    return ", ".join([*codes[:NAMED], *([Reading.MORE] if more or len(codes) > NAMED else [])])


def _replace(dossier_ids: Collection[int]) -> list[int]:
    """Replace the versions of some dossiers; return those that have no lawful life."""
    rows: list[CaseRow] = []
    try:
        for life in dossier_lives(dossier_ids) if dossier_ids else ():
            rows += [
                (life.dossier_id, *_VALUES(row)) for row in index_versions(life.code, life.facts)
            ]
        with transaction.atomic():
            other = _different(dossier_ids, rows)
            rows = [row for row in rows if row[0] in other]
            changes = changed_months(other, rows)
            Case.objects.filter(dossier_id__in=other).delete()
            _insert(rows)
            changes_note(changes)
    except _UNWRITABLE:
        if len(dossier_ids) == 1:
            return list(dossier_ids)
        return [bad for one in dossier_ids for bad in _replace([one])]
    return []


@cache
def _columns() -> tuple[str, str]:
    """Return the names of the columns that are written, and how each is given, as an array.

    As `bulk_create` does, which asks a field how to write for every single value: half of the time
    of a rebuild. Texts go as texts, so that one that is too long is refused and not cut.
    """
    kinds = {
        field.name: "text" if isinstance(field, CharField) else field.cast_db_type(connection)
        for field in Case._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
    }
    return ", ".join(NAMES), ", ".join(f"%s::{kinds[name]}[]" for name in NAMES)


def _different(dossier_ids: Collection[int], rows: Sequence[CaseRow]) -> frozenset[int]:
    """Return which of some dossiers have other versions than these; one statement.

    A rebuild finds nearly all of them as they should be: to compare is a third of writing.
    """
    if not dossier_ids:
        return frozenset()
    names, arrays = _columns()
    told = columns_text(rows) or ["{}"] * len(NAMES)
    text = _DIFFERENT.replace("#names", names).replace("#arrays", arrays)
    with connection.cursor() as cursor:
        cursor.execute(text, [*told, array_text(sorted(dossier_ids))])
        return frozenset(one for (one,) in cursor.fetchall())


def _insert(rows: Sequence[CaseRow]) -> None:
    """Write versions down, each column as one array."""
    names, arrays = _columns()
    text = f"INSERT INTO indicators_case ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608 - our own names
    for first in range(0, len(rows), CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(text, columns_text(rows[first : first + CHUNK]))


def cases_verify() -> Iterator[Breach]:
    """Yield every dossier whose versions are not the fold of its events, as far as they are read.

    What the worker has not read yet, or reads meanwhile, is looked at again before it is named.
    """
    suspects = cases_different(None)
    for code in cases_different(suspects.keys()).values() if suspects else ():
        yield Breach("I3", code, "the Service Index does not have what its events say")


def cases_different(only: Collection[int] | None) -> dict[int, str]:
    """Return id and code of dossiers whose stored versions are not those of their events."""
    unread = _unread()
    stored = Case.objects.order_by("dossier_id", "version")
    if only is not None:
        stored = stored.filter(dossier_id__in=only)
    groups = groupby(
        stored.values_list("dossier_id", *COLUMNS).iterator(chunk_size=CHUNK),
        key=lambda row: row[0],
    )
    found: dict[int, str] = {}
    held = _next(groups)
    try:
        for life in dossier_lives(only):
            while held is not None and held[0] < life.dossier_id:
                found[held[0]] = f"dossier id {held[0]}"
                held = _next(groups)
            mine: list[tuple[object, ...]] = []
            if held is not None and held[0] == life.dossier_id:
                mine, held = held[1], _next(groups)
            versions = index_versions(life.code, life.facts)
            if life.dossier_id not in unread and mine != [_VALUES(row) for row in versions]:
                found[life.dossier_id] = life.code
    except _BAD:
        pass  # the chains' own check names the dossier
    return found


def _unread() -> frozenset[int]:
    """Return the ids of dossiers with events that the worker has not read."""
    reading = Reading.objects.filter(name=NAME).first()
    return dossiers_unread(
        reading.place if reading is not None and reading.made_by == VERSION else ""
    )


def _next(
    groups: Iterator[tuple[int, Iterator[tuple[object, ...]]]],
) -> tuple[int, list[tuple[object, ...]]] | None:
    found = next(groups, None)
    return None if found is None else (found[0], [row[1:] for row in found[1]])

"""The walk that proves the figures: every dossier, every seal, every total, again and again.

Totals are those of boards, of provinces, and those that are kept for the Service Index.

A lap looks at a piece each time it is called, and writes down how far it came in the same
transaction, so that it may be killed anywhere. What it finds is looked at a second time (somebody
may have been writing) and then stands in the row until it was mended and a whole lap, begun after
that, has found nothing. Nothing is repaired here. A step stays short whatever it finds: until it
commits, what it has found refuses nothing.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from time import monotonic

from django.db import connection

from motcua.dossiers.queries.lives import dossier_lives
from motcua.dossiers.services.sound import (
    events_sound,
    ids_after,
    seal_made_at,
    seal_newest,
    seal_outside_newest,
    seals_sound,
)
from motcua.dossiers.services.verify import Breach
from motcua.indicators.index.standing import MONTHS_STAGE, key_of, named_by
from motcua.indicators.models import Case, Proof
from motcua.indicators.public.standing import NAME
from motcua.indicators.services.cases import cases_different
from motcua.indicators.services.index_look import Different, keys_look, month_look, piece_look
from motcua.indicators.services.verify import BRANCH_DIFFERENT, REBUILT, increments_expected
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

log = logging.getLogger(__name__)
DOSSIERS, SEALS, TOTALS, BRANCHES = range(4)
MONTHS = MONTHS_STAGE
DOSSIERS_AT_ONCE, SEALS_AT_ONCE, UNITS_AT_ONCE = 1_000, 500, 200
RUN = 30.0  # seconds after which a walk begins no further piece
NAMED = 20
LAST = 2**63 - 1
_STEPS = """
SELECT dossier_id, unit_id, procedure_id, at, measure, sum(delta) FROM indicators_step
WHERE dossier_id > %s AND dossier_id <= %s
GROUP BY 1, 2, 3, 4, 5 HAVING sum(delta) <> 0
"""
_TOTALS = f"""
WITH picked AS (
  SELECT * FROM indicators_step WHERE folded AND unit_id > %(after)s AND unit_id <= %(upto)s
), rebuilt(unit_id, dimension, grain, start, key, measure, total) AS ({REBUILT}),
stored AS (SELECT * FROM indicators_total WHERE unit_id > %(after)s AND unit_id <= %(upto)s)
SELECT DISTINCT unit_id FROM rebuilt r FULL JOIN stored t
  USING (unit_id, dimension, grain, start, key, measure)
WHERE coalesce(t.total, 0) <> coalesce(r.total, 0) ORDER BY 1 LIMIT 20
"""  # noqa: S608 - constants of this package
_UNITS = """
SELECT greatest((SELECT max(unit_id) FROM indicators_total),
                (SELECT max(unit_id) FROM indicators_step), 0)
"""
_NEXT_BRANCH = """
SELECT least((SELECT min(branch_id) FROM indicators_branchunit WHERE branch_id > %(after)s),
             (SELECT min(unit_id) FROM indicators_branchtotal WHERE unit_id > %(after)s))
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the sealed events say; `key` is the id to look at again.

    `mended`: of a month; it is right again, and the month is looked through from its first unit
    on, so far up to `key`. Until that is over the month stays refused.
    """

    stage: int
    key: int
    where: str
    what: str
    mended: bool = False


def proof_walk(*, pieces: int = 1, seconds: float = RUN, size: int = DOSSIERS_AT_ONCE) -> bool:
    """Look at the next pieces; return whether a lap was finished. One worker at a time.

    A piece is a transaction; after so many seconds none is begun, but one is always looked at.
    """
    until = monotonic() + seconds
    for _piece in range(pieces):
        with scope_use(SYSTEM):
            Proof.objects.get_or_create(name=NAME)
            row = Proof.objects.select_for_update(skip_locked=True).filter(name=NAME).first()
            if row is None:
                return False
            if _piece_walk(row, size):
                return True
        if monotonic() >= until:
            break
    return False


def _piece_walk(row: Proof, size: int) -> bool:
    known = [Finding(**one) for one in row.found]
    still = _still(known)
    if known and not still:  # mended: nothing is believed before a whole lap from here
        row.began_at = None
    if row.began_at is None:
        _begin(row)
    done, fresh = _STAGES[row.stage](row, size)
    found = _named([*still, *_confirmed(fresh)])
    if found and row.broken_at is None:
        row.broken_at = clock.now()
        log.error("figures are not what the sealed events say: motcua verify")
    row.found = [asdict(one) for one in found]
    if done and row.stage == MONTHS:
        _finish(row)
        row.save()
        return True
    if done:
        row.stage, row.place = row.stage + 1, 0
    row.save()
    return False


def _still(known: Collection[Finding]) -> list[Finding]:
    """Return what is still wrong of what is known; of months one has its turn, the others wait."""
    others = [new for one in known if one.stage != MONTHS for new in _again(one)]
    months = [one for one in known if one.stage == MONTHS]
    return [*others, *months[1:], *(_month_again(months[0]) if months else ())]


def _month_again(one: Finding) -> list[Finding]:
    """Look at a month's finding again, or, where that was mended, at one more piece of its month.

    What differs there stands instead of it; nothing is returned once all of the month is right.
    """
    if not one.mended:
        if found := _of_months(keys_look([one.key])):
            return found[:1]
        month, _unit = named_by(one.key)
        what = "was put right; the rest of its month is being looked at"
        one = replace(one, key=key_of(month, 0), what=what, mended=True)
    last, different = month_look(one.key)
    if different and (found := _confirmed(_of_months(different))):
        return found
    return [] if last is None else [replace(one, key=last)]


def _confirmed(fresh: Collection[Finding]) -> list[Finding]:
    """Return what is still found of one step's findings, up to as many as are named.

    Of a month one is enough to refuse it, and all that differs in it takes one look: somebody who
    changed a whole month may not make this step so long that nobody hears of it.
    """
    if months := [one.key for one in fresh if one.stage == MONTHS]:
        return _of_months(keys_look(months))[:1]
    found: dict[Finding, None] = {}
    for one in {one.key: one for one in fresh}.values():  # of one stage
        found |= dict.fromkeys(_again(one))
        if len(found) >= NAMED:
            break
    return [*found]


def _named(found: Collection[Finding]) -> list[Finding]:
    """Return the first few of each stage, and of months one each: none of them may be left out."""
    months: dict[date, Finding] = {}
    others: dict[int, dict[Finding, None]] = {}
    for one in found:
        if one.stage != MONTHS:
            others.setdefault(one.stage, {})[one] = None
        elif months.setdefault(named_by(one.key)[0], one).mended:
            months[named_by(one.key)[0]] = one  # what is wrong tells more than what is being read
    kept = [one for some in others.values() for one in list(some)[:NAMED]]
    return [*kept, *months.values()]


def _begin(row: Proof) -> None:
    newest = seal_newest()
    row.stage, row.place, row.looked = DOSSIERS, 0, 0
    row.began_at, row.aim = clock.now(), newest.number if newest else 0


def _finish(row: Proof) -> None:
    """End a lap; only one that has found nothing proves anything."""
    if not row.found:
        row.proved_at, row.proved_from = clock.now(), row.began_at
        row.seal, row.seal_at, row.dossiers = row.aim, seal_made_at(row.aim), row.looked
        if row.broken_at is not None:
            row.broken_at, row.mended = None, row.mended + 1
    row.began_at = None


def _dossiers(row: Proof, size: int) -> tuple[bool, list[Finding]]:
    ids = ids_after(row.place, size)
    upto = ids[-1] if ids else LAST  # beyond the last dossier: figures of dossiers without events
    found = list(dossiers_look(row.place, upto, ids))
    row.looked += len(ids)
    row.place = upto
    return not ids, found


def dossiers_look(after: int, upto: int, ids: Collection[int]) -> Iterator[Finding]:
    """Yield every dossier of a range of ids whose chain, increments or index are not its events."""
    unsound = set()
    for key, breach in events_sound(after, upto):
        unsound.add(key)
        yield Finding(DOSSIERS, key, breach.where, breach.what)
    stored: dict[int, Counter[tuple[int, int, datetime, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [after, upto])
        for key, unit, procedure, at, measure, delta in cursor.fetchall():
            stored.setdefault(key, Counter())[unit, procedure, at, measure] = int(delta)
    readable = [key for key in ids if key not in unsound]
    for life in dossier_lives(readable) if readable else ():
        if stored.pop(life.dossier_id, Counter()) != increments_expected(life):
            what = "its figures are not what its events say"
            yield Finding(DOSSIERS, life.dossier_id, life.code, what)
    for key in stored.keys() - unsound:
        what = "figures of a dossier without events"
        yield Finding(DOSSIERS, key, f"dossier id {key}", what)
    cases = Case.objects.filter(dossier_id__gt=after, dossier_id__lte=upto)
    for key in set(cases.values_list("dossier_id", flat=True)) - set(ids):
        yield Finding(DOSSIERS, key, f"dossier id {key}", "an index of a dossier without events")
    for key, code in cases_different(readable).items() if readable else ():
        what = "the Service Index does not have what its events say"
        yield Finding(DOSSIERS, key, code, what)


def _seals(row: Proof, _size: int) -> tuple[bool, list[Finding]]:
    upto = min(row.place + SEALS_AT_ONCE, row.aim)
    found = [_sealed(number, breach) for number, breach in seals_sound(row.place, upto)]
    row.place = upto
    done = upto >= row.aim
    newest = seal_newest()
    if done and seal_outside_newest() > (newest.number if newest else 0):
        what = "the copy outside the database has more seals"
        found.append(Finding(SEALS, LAST, "seals", what))
    return done, found


def _sealed(number: int, breach: Breach) -> Finding:
    return Finding(SEALS, number, breach.where, breach.what)


def _totals(row: Proof, _size: int) -> tuple[bool, list[Finding]]:
    with connection.cursor() as cursor:
        cursor.execute(_UNITS)
        last = int(cursor.fetchone()[0])
    upto = row.place + UNITS_AT_ONCE
    found = list(totals_look(row.place, upto))
    row.place = upto
    return upto >= last, found


def totals_look(after: int, upto: int) -> Iterator[Finding]:
    """Yield units of a range of ids whose totals are not the sum of their increments."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, {"after": after, "upto": upto})
        for (unit_id,) in cursor.fetchall():
            what = "its totals are not the sum of its increments"
            yield Finding(TOTALS, unit_id, f"unit id {unit_id}", what)


def _branches(row: Proof, _size: int) -> tuple[bool, list[Finding]]:
    """Look at the next province or country: each is a sum over all under it."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_BRANCH, {"after": row.place})
        (branch,) = cursor.fetchone()
    if branch is None:
        return True, []
    row.place = branch
    return False, list(branch_look(branch))


def branch_look(branch: int) -> Iterator[Finding]:
    """Yield a branch whose totals are not the sum of those of its units."""
    with connection.cursor() as cursor:
        cursor.execute(BRANCH_DIFFERENT, {"branch": branch})
        if cursor.fetchone() is not None:
            what = "the totals of all under it are not the sum of its units' totals"
            yield Finding(BRANCHES, branch, f"unit id {branch}", what)


def _months(row: Proof, _size: int) -> tuple[bool, list[Finding]]:
    """Look at some units of the next month whose totals of the index are kept."""
    last, found = piece_look(row.place)
    if last is None:
        return True, []
    row.place = last
    return False, _of_months(found)


def _of_months(found: Collection[Different]) -> list[Finding]:
    return [Finding(MONTHS, one.key, one.where, one.what) for one in found]


def _again(one: Finding) -> list[Finding]:
    """Return what is found when only this is looked at: somebody may just have been writing."""
    if one.stage == DOSSIERS:
        ids = [key for key in ids_after(one.key - 1, 1) if key == one.key]
        return list(dossiers_look(one.key - 1, one.key, ids))
    if one.stage == TOTALS:
        return list(totals_look(one.key - 1, one.key))
    if one.stage == BRANCHES:
        return list(branch_look(one.key))
    if one.key == LAST:
        newest = seal_newest()
        return [one] if seal_outside_newest() > (newest.number if newest else 0) else []
    return [_sealed(n, breach) for n, breach in seals_sound(one.key - 1, one.key)]


_STAGES = {
    DOSSIERS: _dossiers,
    SEALS: _seals,
    TOTALS: _totals,
    BRANCHES: _branches,
    MONTHS: _months,
}

"""Counts of the index for a month, quarter, half-year or year, from totals that the worker keeps.

A kept total is what the one definition (`index/build.py`) counted of one unit as of one instant:
the last of a finished month, or the last midnight of what runs. It is good until a dossier of the
unit stood otherwise at that instant, or the catalogue, the tree, what units resolve or the
definitions are others than those it was counted with; then it is counted anew, here for whoever
asks and by the worker for everybody. Petitions, ratings and what national systems tell are never
kept: they are few, and are counted with each question.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from motcua.indicators.index.asking import Counts, Places, counts_of, parameters_of
from motcua.indicators.index.beside import procedures_rows, tables_beside
from motcua.indicators.index.build import totals_sql
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.defined.i5_4 import BAD
from motcua.indicators.index.definition import Count, Entity, Indicator, Span
from motcua.indicators.index.places import Units, places
from motcua.indicators.index.relations import DOSSIER, OFFERING, VERSION, Tables
from motcua.indicators.index.runners.postgres import Postgres
from motcua.indicators.index.standing import MONTHS_STAGE, Kept, named_by, words_of
from motcua.indicators.models import Proof
from motcua.kernel.errors import Refused
from motcua.kernel.scope import scope_current
from motcua.procedures.queries.indexed import OFFERINGS_SQL, offerings_marks

COLUMNS = ", ".join(DOSSIER.names)
LIVE = f"SELECT {COLUMNS} FROM indicators_case"  # noqa: S608 - our own names
OF_DOSSIERS = tuple(one for one in INDICATORS.values() if one.entity is Entity.DOSSIER)
"""Each dossier stands under one unit: totals of units are added along the tree."""
OF_PROCEDURES = tuple(one for one in INDICATORS.values() if one.entity is Entity.PROCEDURE)
"""A procedure that several units resolve is one: totals are those of everything under a unit."""
ASKED = tuple(one for one in INDICATORS.values() if one not in (*OF_DOSSIERS, *OF_PROCEDURES))
_DISLIKED = INDICATORS["5.4"]
Raw = tuple[int, int, int]
Totals = dict[tuple[int, str], Raw]
"""Numerator, denominator and unknown rows by unit and indicator, before the scale."""
_STORED = """
SELECT m.unit_id, m.digest, t.indicator, t.numerator, t.denominator, t.unknown
FROM indicators_indexmonth m LEFT JOIN indicators_indextotal t USING (month, unit_id)
WHERE m.month = %s AND m.unit_id = ANY(%s) AND m.until = %s AND m.changes = m.seen
"""
_BUSY = """
SELECT g.unit FROM unnest(%s::bigint[]) AS g(unit)
WHERE EXISTS (SELECT 1 FROM indicators_case c WHERE c.unit_id = g.unit)
  OR EXISTS (SELECT 1 FROM procedures_offering o WHERE o.unit_id = g.unit)
"""
_MIRRORED = "SELECT 1 FROM indicators_case WHERE mirrored AND unit_id = ANY(%s) LIMIT 1"
_TOUCHED = f"""{LIVE} WHERE identity = ANY(:codes) OR identity IN (
  SELECT m.identity FROM indicators_case AS m WHERE m.mirrored AND m.code = ANY(:codes))"""  # noqa: S608 - our own names


def month_counts(kept: Kept, months: int, units: Units, shown: Places) -> Counts | None:
    """Return what all indicators count under each unit of `shown` (shown under, unit) in a month.

    From kept totals where they are good, else counted now; default options. None where the scope
    may show less than the totals hold: then only the live count says what it shows. Raises Refused
    `index_unsound` while the lap of proof has found that a total kept of the month is wrong.
    """
    _unsound_refuse(kept)
    asked = shown  # somebody may complain of a unit that has nothing else
    anything = busy({unit for _under, unit in shown})
    shown = tuple(pair for pair in shown if pair[1] in anything)
    needed = {unit for pair in shown for unit in pair}
    if not scope_current().is_system and not _whole(needed):
        return None
    stored, good = _stored(kept, needed, digests(kept, units, needed))
    if not scope_current().is_system and good != needed:
        return None
    stale = needed - good
    span = Span(kept.start, kept.until, months)
    if stale:
        stored |= totals_count(span, units, stale, above(units, stale, kept.until) & needed)
    counts = _added(stored, shown)
    tables = tables_beside(())
    counts |= counts_of(Postgres(tables), ASKED, span, asked)
    for key, (more, less) in _disliked(tables, span, shown).items():
        had = counts[key]
        counts[key] = Count(
            had.numerator + more.numerator - less.numerator,
            had.denominator + more.denominator - less.denominator,
            had.unknown + more.unknown - less.unknown,
        )
    return counts


def _unsound_refuse(kept: Kept) -> None:
    """Refuse while something that is kept of a month was found not to be what counting says."""
    for found in Proof.objects.values_list("found", flat=True):
        for one in found:
            if one["stage"] == MONTHS_STAGE and named_by(one["key"])[0] == kept.month:
                told = _(
                    "What is kept of %(month)s for the index is not what its dossiers say. The"
                    " totals were changed; they must be counted anew."
                )
                raise Refused(
                    "index_unsound", told % {"month": words_of(kept.month, "%m/%Y", " – ")}
                )


def totals_count(
    span: Span,
    units: Units,
    own: Collection[int],
    under: Collection[int],
    dossiers: str = LIVE,
) -> Totals:
    """Count dossiers of the units `own` and procedures of everything under the units `under`.

    `dossiers` is SQL of the relation: all of it, or what no definition of the month leaves out.
    """
    tables: Tables = {"procedure": procedures_rows()}
    engine = Postgres(tables, live={DOSSIER.name: dossiers, OFFERING.name: OFFERINGS_SQL})
    found = _raw(engine, OF_DOSSIERS, span, tuple((one, one) for one in sorted(own)))
    return found | _raw(engine, OF_PROCEDURES, span, places(under, units, span.until))


def busy(some: Collection[int]) -> set[int]:
    """Return which of these units have a dossier or resolve, or resolved, a procedure."""
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, [sorted(some)])
        return {unit for (unit,) in cursor.fetchall()}


def above(units: Units, some: Collection[int], until: datetime) -> set[int]:
    """Return every unit under which one of these is shown, themselves with it."""
    from motcua.indicators.index.places import shown_under

    return {under for one in some for under in shown_under(one, units, until)}


def digests(kept: Kept, units: Units, wanted: Collection[int]) -> dict[int, str]:
    """Return by unit what its totals of a month stand on, beside the dossiers themselves."""
    shown: dict[int, list[int]] = defaultdict(list)
    for under, unit in places(wanted, units, kept.until):
        shown[under].append(unit)
    concerned = {unit for some in shown.values() for unit in some}
    marks = offerings_marks(kept.until, concerned)
    common = _common(kept.until)
    return {
        one: hashlib.sha256(
            f"{common}|{shown[one]}|{sum(marks.get(unit, 0) for unit in shown[one])}".encode()
        ).hexdigest()
        for one in wanted
    }


def _common(until: datetime) -> str:
    """Return the digest of the definitions and of every procedure's versions as of an instant."""
    rows = []
    for row in procedures_rows():
        ends = row["valid_to"]
        if isinstance(row["valid_from"], datetime) and row["valid_from"] <= until:
            rows.append(row | {"valid_to": ends if ends is not None and ends <= until else None})  # type: ignore[operator]
    text = json.dumps(
        [VERSION, totals_sql(OF_DOSSIERS), totals_sql(OF_PROCEDURES), rows], default=str
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _whole(needed: Collection[int]) -> bool:
    """Tell whether no dossier there is another system's: the scope may hide whose it is."""
    with connection.cursor() as cursor:
        cursor.execute(_MIRRORED, [sorted(needed)])
        return cursor.fetchone() is None


def _stored(
    kept: Kept, needed: Collection[int], wanted: Mapping[int, str]
) -> tuple[Totals, set[int]]:
    """Return stored totals with the units whose totals are good; one statement, one snapshot."""
    found: Totals = {}
    good: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [kept.month, sorted(needed), kept.until])
        for unit, digest, indicator, *raw in cursor.fetchall():
            if digest != wanted[unit]:
                continue
            good.add(unit)
            if indicator is not None:
                found[unit, indicator] = (raw[0], raw[1], raw[2])
    return found, good


def _raw(engine: Postgres, indicators: Collection[Indicator], span: Span, shown: Places) -> Totals:
    found: Totals = {}
    sql = totals_sql(indicators)
    for indicator, unit, _value, *numbers in engine.rows(sql, parameters_of(span), shown):
        found[int(unit), indicator] = (int(numbers[0]), int(numbers[1]), int(numbers[2]))
    return found


def _added(stored: Totals, shown: Places) -> Counts:
    """Return counts under each unit: dossiers added along the tree, procedures as they stand."""
    units: dict[int, list[tuple[str, Raw]]] = defaultdict(list)
    sums: dict[tuple[str, int], list[int]] = {}
    of_dossiers = {one.id for one in OF_DOSSIERS}
    wanted = {under for under, _unit in shown}
    for (unit, indicator), raw in stored.items():
        if indicator in of_dossiers:
            units[unit].append((indicator, raw))
        elif unit in wanted:
            sums[indicator, unit] = list(raw)
    for under, unit in shown:
        for indicator, raw in units.get(unit, ()):
            into = sums.setdefault((indicator, under), [0, 0, 0])
            for place, number in enumerate(raw):
                into[place] += number
    scales = {one.id: one.scale for one in INDICATORS.values()}
    return {
        (indicator, unit, ""): Count(
            Fraction(n, scales[indicator]), Fraction(d, scales[indicator]), unknown
        )
        for (indicator, unit), (n, d, unknown) in sums.items()
    }


def _disliked(tables: Tables, span: Span, shown: Places) -> dict[Any, tuple[Count, Count]]:
    """Return what 5.4 counts of the dossiers that somebody complained of, with that and without.

    Kept totals know of no petition and no rating; a row's worth depends on its own alone, so the
    difference over these dossiers is the difference over all.
    """
    sql = f"SELECT DISTINCT b.dossier_code FROM ({BAD}) AS b"  # noqa: S608 - our own text
    rows = Postgres(tables).rows(sql, parameters_of(span), ())
    codes = [row[0] for row in rows if row[0]]
    if not codes:
        return {}
    live, given = {DOSSIER.name: _TOUCHED}, {"codes": codes}
    more = counts_of(Postgres(tables, live, given), [_DISLIKED], span, shown)
    without = {**tables, "petition": [], "rating": []}
    less = counts_of(Postgres(without, live, given), [_DISLIKED], span, shown)
    return {key: (more.get(key, Count()), less.get(key, Count())) for key in more | less}

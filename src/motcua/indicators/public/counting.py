"""The sums behind the public pages: the only module that reads them, and for system work only.

Nothing but sums leaves it. Each is counted by the definitions of the boards (`queries.figures`)
and of the Service Index (`queries.index`), for whole months, quarters and the year.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from fractions import Fraction

from django.conf import settings
from django.db import connection

from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.valuing import Index
from motcua.indicators.public.places import Map
from motcua.indicators.public.small import (
    YEAR,
    Atom,
    Cell,
    Part,
    Table,
    months_in,
    quarter_of,
    span_of,
    spans_ending,
)
from motcua.indicators.queries.figures import figures_by, window_of
from motcua.indicators.queries.index import index_of
from motcua.indicators.rules import ALL_INTAKE
from motcua.indicators.types import Dimension, Figure, Period
from motcua.kernel import clock
from motcua.procedures.queries import procedure_names

FAMILIES: dict[str, tuple[Figure, Figure]] = {
    "received": (Figure.RECEIVED, Figure.RECEIVED_ONLINE),
    "resolved": (Figure.RESOLVED, Figure.RESOLVED_IN_TIME),
}
"""A whole and the part of it that counts; the rest is the difference."""
_WANTED = tuple(figure for pair in FAMILIES.values() for figure in pair)
_BY_PROCEDURE = """
SELECT unit_id, extract(month FROM start)::int, key, sum(total) FROM indicators_total
WHERE dimension = 1 AND grain = 2 AND start >= %s AND start < %s AND measure = ANY(%s)
GROUP BY 1, 2, 3
"""
_LIVED = """
SELECT DISTINCT unit_id FROM indicators_total
WHERE dimension = 0 AND grain = 2 AND start >= %s AND start < %s
"""
# Told one by one, so that cases are counted, which the proof has walked; no kept total is read.
_DEFAULTS = {
    f"{one.id}:{option.name}": option.default
    for one in INDICATORS.values()
    for option in one.options
}


def units_lived(year: int) -> frozenset[int]:
    """Return the units in which anything was counted in a year; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LIVED, [date(year, 1, 1), date(year + 1, 1, 1)])
        return frozenset(key for (key,) in cursor.fetchall())


def year_first() -> int | None:
    """Return the year of the first figure there is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(start) FROM indicators_total WHERE grain = 2")
        (first,) = cursor.fetchone()
    return first.year if first else None


def months_ripe(year: int) -> int:
    """Return how many months of a year are over, and some days with them."""
    day = clock.today() - timedelta(days=settings.FIGURES_RIPE_DAYS)
    if day.year > year:
        return 12
    return day.month - 1 if day.year == year else 0


def period_of(year: int, span: str) -> Period:
    """Return the days of a span."""
    months = months_in(span)
    last = date(year, months[-1], monthrange(year, months[-1])[1])
    return Period(date(year, months[0], 1), last)


def spans_through(through: int) -> list[str]:
    """Return every span that is over when `through` months are."""
    return [span for month in range(1, through + 1) for span in spans_ending(month)]


def tables_count(year: int, through: int, map_: Map) -> dict[str, Table]:
    """Return what happened in a year, by family; two statements and a calendar for each span."""
    atoms: dict[str, dict[Atom, int]] = {name: {} for name in FAMILIES}
    told: dict[str, dict[Cell, int]] = {name: defaultdict(int) for name in FAMILIES}
    for span in spans_through(through):
        split = figures_by(
            map_.leaf_of, window_of(period_of(year, span)), (Dimension.UNIT,), _WANTED
        )
        for unit_id, figures in split[Dimension.UNIT].items():
            leaf = map_.leaf_of[unit_id]
            for name, (whole, counts) in FAMILIES.items():
                counted, rest = figures[counts], figures[whole] - figures[counts]
                if span.isdigit():
                    _add(atoms[name], (leaf, int(span), True), counted)
                    _add(atoms[name], (leaf, int(span), False), rest)
                for code in map_.chain(leaf, span):
                    told[name][code, span, Part.WHOLE] += counted + rest
                    told[name][code, span, Part.COUNTED] += counted
                    told[name][code, span, Part.REST] += rest
    return {
        name: Table(_lived(map_, atoms[name], told[name]), atoms[name], told[name], map_.since)
        for name in FAMILIES
    }


def _add(atoms: dict[Atom, int], atom: Atom, count: int) -> None:
    if count:
        atoms[atom] = atoms.get(atom, 0) + count


def _lived(
    map_: Map, atoms: Collection[Atom], told: Collection[Cell]
) -> dict[str, tuple[str, ...]]:
    """Return the leaves in which anything happened: the others are nowhere."""
    leaves = {atom[0] for atom in atoms}
    units = {cell[0] for cell in told}
    return {
        leaf: chain for leaf, chain in map_.leaves.items() if leaf in leaves or chain[0] in units
    }


def procedures_count(year: int, through: int, map_: Map) -> dict[tuple[str, str], dict[int, int]]:
    """Return how many dossiers of each procedure were received, by unit and span; one statement."""
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    over = set(spans_through(through))
    with connection.cursor() as cursor:
        cursor.execute(
            _BY_PROCEDURE,
            [date(year, 1, 1), date(year + 1, 1, 1), [int(one) for one in ALL_INTAKE]],
        )
        for unit_id, month, procedure_id, count in cursor.fetchall():
            leaf = map_.leaf_of.get(unit_id)
            if leaf is None:
                continue
            for span in {span_of(month), quarter_of(month), YEAR} & over:
                for code in map_.chain(leaf, span):
                    found[code, span][procedure_id] += int(count)
    return found


def names_of(procedure_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return code and name of procedures; one statement."""
    return procedure_names(procedure_ids)


def index_count(year: int, span: str, codes: Collection[str], map_: Map) -> dict[str, Index]:
    """Return the Service Index of units in a span; about ten statements. Raises as `index_of`."""
    ids = {map_.places[code].unit_id: code for code in codes if code in map_.places}
    if not ids:
        return {}
    first, *others = sorted(ids)
    found = index_of(first, period_of(year, span), unit_ids=others, options=_DEFAULTS)
    parts = {ids[key]: index for (key, value), index in found.parts.items() if not value}
    return {ids[first]: found.whole, **parts}


def satisfied(index: Index) -> Fraction | None:
    """Return indicator 5.4 as a ratio; None where it does not apply."""
    return next((value.ratio for value in index.values if value.indicator.id == "5.4"), None)

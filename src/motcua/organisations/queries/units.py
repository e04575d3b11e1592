"""Reads of units by id, code, place in the tree and words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.kernel import clock, wire
from motcua.kernel.errors import FieldProblem, Invalid, NotFound
from motcua.kernel.kept import Kept
from motcua.kernel.text import nfc, search_key
from motcua.organisations import rules
from motcua.organisations.models import Unit, UnitVersion
from motcua.organisations.queries.views import in_force, unit_unknown, version_view, view_of
from motcua.organisations.types import TERRITORIAL_KINDS, UnitKind, UnitPage, UnitView

# Asked by every dossier that is handed in, so they are written out and remembered.
_BY_CODE = """
SELECT v.valid_from, v.valid_to,
       u.id, u.code, v.name, v.full_name, v.kind, v.parent_id, u.path, u.agency_identifier,
       u.valid_from, u.valid_to
FROM organisations_unit u JOIN organisations_unitversion v ON v.unit_id = u.id
WHERE u.code = %s
"""
_names_of: Kept[list[tuple[Any, ...]]] = Kept("units")
_identifier_of: Kept[list[tuple[int, str]]] = Kept("units")
_IDENTIFIERS = """
SELECT u.id, coalesce((
         SELECT a.agency_identifier FROM organisations_unit a
         WHERE a.id = ANY(string_to_array(trim(BOTH '/' FROM u.path), '/')::bigint[])
           AND a.agency_identifier <> ''
         ORDER BY length(a.path) DESC LIMIT 1), '')
FROM organisations_unit u WHERE u.id = %s
"""


def unit_get(unit_id: int) -> UnitView:
    """Return a unit as it was last called, ended or not; raises NotFound. One statement."""
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None:
        raise unit_unknown(str(unit_id))
    return view_of(unit)


def unit_by_code(code: str, on: date | None = None) -> UnitView:
    """Return the unit that bore a code on a day (today when None), as it was called then.

    Raises NotFound. A day before the directory's first (2025-01-01) is answered by that day.
    One statement.
    """
    day = rules.directory_day(on or clock.today())
    version = (
        UnitVersion.objects.filter(in_force(day), unit__code=_code(code))
        .select_related("unit")
        .first()
    )
    if version is None:
        raise unit_unknown(code)
    return version_view(version)


def unit_bore(code: str, on: date | None = None) -> UnitView:
    """Return the unit that bore a code on a day; without one today's, else the last that bore it.

    A unit that was merged is found by its code as long as nobody else bears it. Raises NotFound.
    One statement for a unit of today, two for one that ended.
    """
    try:
        return unit_by_code(code, on)
    except NotFound:
        if on is not None:
            raise
    past = UnitVersion.objects.filter(unit__code=_code(code), valid_from__lte=clock.today())
    version = past.select_related("unit").order_by("valid_from", "pk").last()
    if version is None:
        raise unit_unknown(code)
    return version_view(version)


def units_by_ids(ids: Iterable[int]) -> dict[int, UnitView]:
    """Return units by id; unknown ids are left out. One statement."""
    return {unit.id: view_of(unit) for unit in Unit.objects.filter(id__in=set(ids))}


def units_by_codes(codes: Iterable[str], on: date | None = None) -> dict[str, UnitView]:
    """Return the units that bear codes on a day (today when None); unknown codes are left out.

    One statement for each code that this process has not asked for since the directory changed.
    """
    day = rules.directory_day(on or clock.today())
    found: dict[str, UnitView] = {}
    for code in set(codes):
        for start, end, *row in _names_of.get(code, partial(wire.fetch, _BY_CODE, [code])):
            if start <= day and (end is None or end > day):  # as `in_force`
                found[code] = _view(*row)
    return found


def _view(unit_id: int, code: str, name: str, full_name: str, kind: str, *rest: Any) -> UnitView:
    return UnitView(unit_id, code, name, full_name, UnitKind(kind), *rest)


def agency_identifiers(unit_ids: Iterable[int]) -> dict[int, str]:
    """Return the agency identifier of each unit, or of the nearest unit above it that has one.

    Empty text when none has; unknown units are left out. One statement for each unit that this
    process has not asked for since the directory changed.
    """
    found: dict[int, str] = {}
    for unit_id in set(unit_ids):
        found.update(_identifier_of.get(unit_id, partial(wire.fetch, _IDENTIFIERS, [unit_id])))
    return found


def unit_descendant_ids(unit_id: int) -> frozenset[int]:
    """Return the ids of a unit and of everything under it, ended bodies included.

    Raises NotFound. Two statements.
    """
    path = Unit.objects.filter(id=unit_id).values_list("path", flat=True).first()
    if path is None:
        raise unit_unknown(str(unit_id))
    return frozenset(Unit.objects.filter(path__startswith=path).values_list("id", flat=True))


def units_own(unit_id: int, *, ended: bool = False) -> list[UnitView]:
    """Return a unit and its bodies, theirs too, without territorial units below it and theirs.

    The unit first, then in Vietnamese order; ended bodies only when asked. A commune's office is
    the commune's, never its province's. Raises NotFound. Two statements.
    """
    top = unit_get(unit_id)
    found = Unit.objects.filter(path__startswith=top.path).exclude(id=unit_id)
    units = [view_of(one) for one in found.order_by("sort_key", "id")]
    others = {one.id for one in units if one.kind in TERRITORIAL_KINDS}
    own = [one for one in units if others.isdisjoint(one.path_ids)]
    day = clock.today()
    return [
        top,
        *(
            one
            for one in own
            if ended or (one.valid_from <= day and (one.valid_to is None or one.valid_to > day))
        ),
    ]


def unit_children(
    unit_id: int, kind: UnitKind | None = None, *, ended: bool = False
) -> list[UnitView]:
    """Return the units directly under a unit in Vietnamese order; ended ones only when asked."""
    found = Unit.objects.filter(parent_id=unit_id).order_by("sort_key", "id")
    if kind is not None:
        found = found.filter(kind=kind)
    if not ended:
        found = found.filter(in_force(clock.today()))
    return [view_of(unit) for unit in found]


def units_search(
    text: str = "",
    *,
    kind: UnitKind | None = None,
    parent: int | None = None,
    on: date | None = None,
    after: str | None = None,
    limit: int = 25,
) -> UnitPage:
    """Return a page of the units in force on a day (today when None), in Vietnamese order.

    `text` is a code or any words of the name, with or without diacritics and type word; `parent`
    takes everything under a unit; without `kind` only territorial units are listed unless
    `parent` is given. `after` is the `next` of the page before. One statement, plus one with
    `parent`. Raises Invalid for a wrong `after`, NotFound for an unknown parent.
    """
    limit = max(1, min(limit, 100))
    found = Unit.objects.filter(in_force(rules.directory_day(on or clock.today())))
    if kind is not None:
        found = found.filter(kind=kind)
    elif parent is None:
        found = found.filter(kind__in=TERRITORIAL_KINDS)
    if parent is not None:
        path = unit_get(parent).path
        found = found.filter(path__startswith=path).exclude(id=parent)
    if text.strip():
        found = found.filter(_wanted(text))
    if after:
        found = found.filter(_beyond(after))
    rows = list(found.order_by("sort_key", "id")[: limit + 1])
    following = f"{rows[limit - 1].sort_key}~{rows[limit - 1].id}" if len(rows) > limit else None
    return UnitPage(tuple(view_of(unit) for unit in rows[:limit]), following)


def _code(text: str) -> str:
    """Return a code as it is stored; what cannot be one becomes empty, which no unit bears."""
    code = nfc(text).lower()
    return code if code.isascii() and code.isprintable() else ""


def _wanted(text: str) -> Q:
    key = search_key(text)
    if not key:
        return Q(pk__in=())
    wanted = Q(code=_code(text))
    for reading in rules.name_readings(text):
        words = Q()
        for word in reading.key.split():
            words &= Q(search_key__contains=word)
        if reading.kinds:
            words &= Q(kind__in=reading.kinds)
        wanted |= words
    return wanted


def _beyond(after: str) -> Q:
    key, mark, number = after.rpartition("~")
    if not mark or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Invalid([FieldProblem("after", _("This place in the list does not exist."))])
    return Q(sort_key__gt=key) | Q(sort_key=key, id__gt=int(number))

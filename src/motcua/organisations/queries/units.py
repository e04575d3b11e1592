"""Reads of units by id, code, place in the tree and words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.text import nfc, search_key
from motcua.organisations import rules
from motcua.organisations.models import Unit, UnitVersion
from motcua.organisations.queries.views import in_force, unit_unknown, version_view, view_of
from motcua.organisations.types import TERRITORIAL_KINDS, UnitKind, UnitPage, UnitView


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


def units_by_ids(ids: Iterable[int]) -> dict[int, UnitView]:
    """Return units by id; unknown ids are left out. One statement."""
    return {unit.id: view_of(unit) for unit in Unit.objects.filter(id__in=set(ids))}


def units_by_codes(codes: Iterable[str], on: date | None = None) -> dict[str, UnitView]:
    """Return the units that bear codes on a day (today when None); unknown codes are left out."""
    day = rules.directory_day(on or clock.today())
    versions = UnitVersion.objects.filter(in_force(day), unit__code__in=set(codes))
    return {v.unit.code: version_view(v) for v in versions.select_related("unit")}


def unit_descendant_ids(unit_id: int) -> frozenset[int]:
    """Return the ids of a unit and of everything under it, ended bodies included.

    Raises NotFound. Two statements.
    """
    path = Unit.objects.filter(id=unit_id).values_list("path", flat=True).first()
    if path is None:
        raise unit_unknown(str(unit_id))
    return frozenset(Unit.objects.filter(path__startswith=path).values_list("id", flat=True))


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
    return code if code.isascii() else ""


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

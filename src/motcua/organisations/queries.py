"""Reads of units. Every function runs a fixed number of statements, whatever it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound
from motcua.kernel.text import nfc, search_key
from motcua.organisations import rules
from motcua.organisations.models import Succession, Unit, UnitVersion
from motcua.organisations.types import (
    TERRITORIAL_KINDS,
    SuccessionView,
    Transfer,
    UnitKind,
    UnitName,
    UnitPage,
    UnitResolution,
    UnitView,
)

_RESOLVE_LIMIT = 400  # the commonest name, "Phường 1", is borne by far fewer units
_PREFIX_LIMIT = 25


def unit_get(unit_id: int) -> UnitView:
    """Return a unit as it was last called, ended or not; raises NotFound. One statement."""
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None:
        raise _unknown(str(unit_id))
    return _view(unit)


def unit_by_code(code: str, on: date | None = None) -> UnitView:
    """Return the unit that bore a code on a day (today when None), as it was called then.

    Raises NotFound. A day before the directory's first (2025-01-01) is answered by that day.
    One statement.
    """
    day = rules.directory_day(on or clock.today())
    version = (
        UnitVersion.objects.filter(_alive(day), unit__code=code.strip().lower())
        .select_related("unit")
        .first()
    )
    if version is None:
        raise _unknown(code)
    return _version_view(version)


def units_by_ids(ids: Iterable[int]) -> dict[int, UnitView]:
    """Return units by id; unknown ids are left out. One statement."""
    return {unit.id: _view(unit) for unit in Unit.objects.filter(id__in=set(ids))}


def units_by_codes(codes: Iterable[str], on: date | None = None) -> dict[str, UnitView]:
    """Return the units that bear codes on a day (today when None); unknown codes are left out."""
    day = rules.directory_day(on or clock.today())
    versions = UnitVersion.objects.filter(_alive(day), unit__code__in=set(codes))
    return {v.unit.code: _version_view(v) for v in versions.select_related("unit")}


def unit_descendant_ids(unit_id: int) -> frozenset[int]:
    """Return the ids of a unit and of everything under it, ended bodies included.

    Raises NotFound. Two statements.
    """
    path = Unit.objects.filter(id=unit_id).values_list("path", flat=True).first()
    if path is None:
        raise _unknown(str(unit_id))
    return frozenset(Unit.objects.filter(path__startswith=path).values_list("id", flat=True))


def unit_children(
    unit_id: int, kind: UnitKind | None = None, *, ended: bool = False
) -> list[UnitView]:
    """Return the units directly under a unit in Vietnamese order; ended ones only when asked."""
    found = Unit.objects.filter(parent_id=unit_id).order_by("sort_key", "id")
    if kind is not None:
        found = found.filter(kind=kind)
    if not ended:
        found = found.filter(_in_force(clock.today()))
    return [_view(unit) for unit in found]


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
    found = Unit.objects.filter(_in_force(rules.directory_day(on or clock.today())))
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
    return UnitPage(tuple(_view(unit) for unit in rows[:limit]), following)


def units_resolve(text: str, on: date | None = None) -> list[UnitResolution]:
    """Return the units that a written name or code may mean, best first; garbage gives none.

    Names and codes of all times are known; `on` keeps the units of that day under the name they
    bore then. A name is read with or without diacritics and type word ("P.", "TP", "xã"); parts
    after commas are units around it ("Thủy Xuân, Huế"), old or new, its own or of the units
    before and after it. Where the type word fits a unit, units of another type are left out;
    names that only begin so are given when no whole name agrees. At most four statements.
    """
    query = rules.query_parse(text)
    if query.is_empty:
        return []
    versions = _matches(query, rules.directory_day(on) if on else None)
    if not versions:
        return []
    found = _Surroundings([version.unit for version in versions])
    resolutions = [_resolution(version, query, found) for version in versions]
    return [resolution for resolution in resolutions if found.stands_in(resolution, query.around)]


def unit_public(unit_id: int) -> UnitResolution:
    """Return a unit with its names, parents, predecessors and successors; raises NotFound.

    Four statements. `to_dict` of the answer is what the API gives.
    """
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None:
        raise _unknown(str(unit_id))
    return _Surroundings([unit]).resolution(_view(unit), unit.full_name, exact=True)


class _Surroundings:
    """Names, ancestors, predecessors and successors of some units: three statements."""

    def __init__(self, units: list[Unit]) -> None:
        ids = {unit.id for unit in units}
        self.before: dict[int, list[Succession]] = defaultdict(list)
        self.after: dict[int, list[Succession]] = defaultdict(list)
        self.units: dict[int, Unit] = {unit.id: unit for unit in units}
        links = Succession.objects.filter(Q(old__in=ids) | Q(new__in=ids))
        for link in links.select_related("old", "new").order_by("effective_on", "id"):
            self.before[link.new_id].append(link)
            self.after[link.old_id].append(link)
            self.units.setdefault(link.old_id, link.old)
            self.units.setdefault(link.new_id, link.new)
        wanted = {one for unit in self.units.values() for one in _view(unit).path_ids}
        self.units |= Unit.objects.in_bulk(wanted - self.units.keys())
        self.names: dict[int, list[UnitVersion]] = defaultdict(list)
        for version in UnitVersion.objects.filter(unit__in=wanted).order_by("valid_from"):
            self.names[version.unit_id].append(version)

    def chain(self, view: UnitView) -> tuple[UnitView, ...]:
        """Return the ancestors, the nearest first, as they were called at the unit's end."""
        day = view.valid_to
        parents = (self.units[one] for one in reversed(view.path_ids[:-1]))
        return tuple(self._called(parent, day) for parent in parents)

    def _called(self, unit: Unit, before: date | None) -> UnitView:
        named = [v for v in self.names[unit.id] if before is None or v.valid_from < before]
        return _version_view(named[-1], unit) if named else _view(unit)

    def resolution(self, view: UnitView, matched: str, *, exact: bool) -> UnitResolution:
        """Put one answer together."""
        return UnitResolution(
            unit=view,
            matched_name=matched,
            exact=exact,
            names=tuple(_name(version) for version in self.names[view.id]),
            chain=self.chain(view),
            predecessors=tuple(self._link(one, one.old) for one in self.before[view.id]),
            successors=tuple(self._link(one, one.new) for one in self.after[view.id]),
        )

    def _link(self, link: Succession, other: Unit) -> SuccessionView:
        view = _view(other)
        return SuccessionView(
            unit=view,
            chain=self.chain(view),
            transfer=Transfer(link.transfer),
            is_split=link.is_split,
            legal_basis=link.legal_basis,
            effective_on=link.effective_on,
            note=link.note,
        )

    def stands_in(
        self, resolution: UnitResolution, around: tuple[tuple[rules.NameKey, ...], ...]
    ) -> bool:
        """Whether every part after a comma names a unit around this one, then or now."""
        if not around:
            return True
        neighbours = [
            view
            for link in (*resolution.predecessors, *resolution.successors)
            for view in (link.unit, *link.chain)
        ]
        keys = {
            key
            for view in (*resolution.chain, *neighbours)
            for version in self.names[view.id]
            for key in (version.search_key, version.other_key)
            if key
        }
        return all(any(reading.key in keys for reading in part) for part in around)


def _matches(query: rules.UnitQuery, on: date | None) -> list[UnitVersion]:
    """Return the best version of each unit that matches, best first. One statement."""
    keys = {reading.key for reading in query.readings}
    whole = Q(search_key__in=keys) | Q(other_key__in=keys)
    begins = Q()
    for key in keys:
        begins |= Q(search_key__startswith=f"{key} ")
    territorial = Q(unit__kind__in=TERRITORIAL_KINDS)
    wanted = (whole | begins) & territorial
    best = whole & territorial
    if query.code:
        wanted |= Q(unit__code=query.code)
        best |= Q(unit__code=query.code)
    found: QuerySet[UnitVersion] = UnitVersion.objects.filter(wanted).select_related("unit")
    if on is not None:
        found = found.filter(_alive(on))
    place = Case(When(best, then=Value(0)), default=Value(1))
    rows = list(found.order_by(place, "unit__sort_key", "-valid_from", "id")[:_RESOLVE_LIMIT])
    ranked = sorted(rows, key=lambda row: _rank(row, query))
    if not ranked:
        return []
    worst = _grade(_rank(ranked[0], query))
    chosen: dict[int, UnitVersion] = {}
    for row in ranked:
        if _grade(_rank(row, query)) <= worst:
            chosen.setdefault(row.unit_id, row)
    limited = list(chosen.values())
    return limited[:_PREFIX_LIMIT] if worst == _BEGINS else limited


_CODE, _TYPED, _NAMED, _OTHER_TYPE, _BEGINS = range(5)


def _grade(rank: tuple[Any, ...]) -> int:
    """Return the grade up to which matches are shown beside one of this rank."""
    # A code does not hide a name ("10" is also Phường 10), nor a type word read out of a bare name
    # ("quan chu" is Quận Chu or Quân Chu).
    grade: int = rank[0]
    return max(_NAMED, grade)


def _rank(version: UnitVersion, query: rules.UnitQuery) -> tuple[Any, ...]:
    """Return how well a version fits: grade, marks and case, in force, the latest first."""
    grade = _BEGINS
    if query.code and version.unit.code == query.code:
        grade = _CODE
    else:
        for reading in query.readings:
            if reading.key not in {version.search_key, version.other_key}:
                continue
            if reading.kinds is None:
                grade = min(grade, _NAMED)
            elif version.kind in reading.kinds:
                grade = min(grade, _TYPED)
            else:
                grade = min(grade, _OTHER_TYPE)
    written = nfc(query.text.split(",")[0]).lower()
    same = version.full_name.lower() == written or rules.name_bare(written) == version.name.lower()
    return (
        grade,
        not same,
        version.unit.valid_to is not None,
        version.valid_to is not None,
        version.unit.sort_key,
        -version.valid_from.toordinal(),
        version.unit_id,
    )


def _resolution(
    version: UnitVersion, query: rules.UnitQuery, found: _Surroundings
) -> UnitResolution:
    grade = _rank(version, query)[0]
    matched = version.full_name
    keys = {reading.key for reading in query.readings}
    if grade == _CODE:
        matched = version.unit.code
    elif version.search_key not in keys and version.other_key in keys:
        matched = version.other_name
    return found.resolution(_view(version.unit), matched, exact=grade < _OTHER_TYPE)


def _wanted(text: str) -> Q:
    key = search_key(text)
    if not key:
        return Q(pk__in=())
    wanted = Q(code=text.strip().lower())
    for reading in rules.name_readings(text):
        words = Q()
        for word in reading.key.split():
            words &= Q(search_key__contains=word)
        if reading.kinds is not None:
            words &= Q(kind__in=reading.kinds)
        wanted |= words
    return wanted


def _beyond(after: str) -> Q:
    key, mark, number = after.rpartition("~")
    if not mark or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Invalid([FieldProblem("after", _("This place in the list does not exist."))])
    return Q(sort_key__gt=key) | Q(sort_key=key, id__gt=int(number))


def _alive(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


_in_force = _alive


def _view(unit: Unit) -> UnitView:
    return UnitView(
        id=unit.id,
        code=unit.code,
        name=unit.name,
        full_name=unit.full_name,
        kind=UnitKind(unit.kind),
        parent_id=unit.parent_id,
        path=unit.path,
        agency_identifier=unit.agency_identifier,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )


def _version_view(version: UnitVersion, unit: Unit | None = None) -> UnitView:
    """Return the unit as it was called in the version's period; the dates are the unit's own."""
    return replace(
        _view(unit or version.unit),
        name=version.name,
        full_name=version.full_name,
        kind=UnitKind(version.kind),
        parent_id=version.parent_id,
    )


def _name(version: UnitVersion) -> UnitName:
    return UnitName(
        full_name=version.full_name,
        name=version.name,
        kind=UnitKind(version.kind),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        other_name=version.other_name,
    )


def _unknown(which: str) -> NotFound:
    return NotFound("unit_unknown", _("There is no unit %(which)s.") % {"which": which[:60]})

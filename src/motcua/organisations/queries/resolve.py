"""Finding units by what people write: any name or code that was ever borne."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from motcua.organisations import rules
from motcua.organisations.models import Unit, UnitVersion
from motcua.organisations.queries.surroundings import Surroundings
from motcua.organisations.queries.views import in_force, unit_unknown, version_view, view_of
from motcua.organisations.types import PROVINCE_KINDS, TERRITORIAL_KINDS, UnitResolution

_RESOLVE_LIMIT = 400  # the commonest name, "Phường 1", is borne by far fewer units
_PREFIX_LIMIT = 25


def units_resolve(text: str, on: date | None = None) -> list[UnitResolution]:
    """Return the units that a written name or code may mean, best first; garbage gives none.

    Names and codes of all times are known; `on` keeps the units of that day under the name they
    bore then. A name is read with or without diacritics and type word ("P.", "TP", "xã"); parts
    after commas are units around it ("Thủy Xuân, Huế"), old or new, its own or of the units
    before and after it. Where the type word fits a unit, units of another type are left out;
    names with other marks, or that only begin so, are given when no whole name agrees. At most
    six statements, and two for a text that only makes sense with its hyphens read as commas.
    """
    query = rules.query_parse(text)
    if query.is_empty:
        return []
    day = rules.directory_day(on) if on else None
    versions = _matches(query, day)
    if not versions and " - " in text:
        query = rules.query_parse(text.replace(" - ", ", "))
        versions = _matches(query, day)
    if not versions:
        return []
    found = Surroundings([version.unit for version in versions])
    resolutions = [_resolution(version, query, found, day) for version in versions]
    return [resolution for resolution in resolutions if found.stands_in(resolution, query.around)]


def unit_public(unit_id: int) -> UnitResolution:
    """Return a unit with its names, parents, predecessors and successors; raises NotFound.

    At most five statements. `to_dict` of the answer is what the API gives.
    """
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None:
        raise unit_unknown(str(unit_id))
    return Surroundings([unit]).resolution(view_of(unit), unit.full_name, exact=True)


def _matches(query: rules.UnitQuery, on: date | None) -> list[UnitVersion]:
    """Return the best version of each unit that matches, best first. Two statements at most."""
    keys = {reading.key for reading in query.readings}
    whole = Q(search_key__in=keys) | Q(other_key__in=keys)
    begins = Q()
    for key in keys:
        begins |= Q(search_key__startswith=f"{key} ")
    territorial = Q(unit__kind__in=TERRITORIAL_KINDS)
    wanted = (whole | begins) & territorial
    best = whole & territorial
    if query.code:
        coded = Q(unit__in=list(Unit.objects.filter(code=query.code).values_list("id", flat=True)))
        wanted |= coded
        best |= coded
    found: QuerySet[UnitVersion] = UnitVersion.objects.filter(wanted).select_related("unit")
    if on is not None:
        found = found.filter(in_force(on))
    place = Case(When(best, then=Value(0)), default=Value(1))
    rows = list(found.order_by(place, "unit__sort_key", "-valid_from", "id")[:_RESOLVE_LIMIT])
    ranked = sorted(((_rank(row, query), row) for row in rows), key=lambda pair: pair[0])
    if not ranked:
        return []
    worst = _grade(ranked[0][0])
    chosen: dict[int, UnitVersion] = {}
    for rank, row in ranked:
        if _grade(rank) <= worst:
            chosen.setdefault(row.unit_id, row)
    limited = list(chosen.values())
    return limited[:_PREFIX_LIMIT] if worst == _BEGINS else limited


_CODE, _TYPED, _NAMED, _OTHER_TYPE, _OTHER_MARKS, _BEGINS = range(6)


def _grade(rank: tuple[Any, ...]) -> int:
    """Return the grade up to which matches are shown beside one of this rank."""
    # A code does not hide a name ("10" is also Phường 10), nor a type word read out of a bare name
    # ("quan chu" is Quận Chu or Quân Chu).
    grade: int = rank[0]
    return max(_NAMED, grade)


def _rank(version: UnitVersion, query: rules.UnitQuery) -> tuple[Any, ...]:
    """Return how well a version fits: grade, same marks, in force, province first, by name."""
    grade = _BEGINS
    if query.code and version.unit.code == query.code:
        grade = _CODE
    same = False
    names = ((version.search_key, version.full_name), (version.other_key, version.other_name))
    for reading in query.readings:
        for key, full_name in names:
            if reading.key == key:
                grade = min(grade, _fit(reading, full_name))
                same |= reading.spelled == rules.spelling(rules.name_bare(full_name))
    return (
        grade,
        not same,
        version.unit.valid_to is not None,
        version.valid_to is not None,
        version.kind not in PROVINCE_KINDS,
        version.unit.sort_key,
        -version.valid_from.toordinal(),
        version.unit_id,
    )


def _fit(reading: rules.NameKey, full_name: str) -> int:
    if not reading.agrees(rules.name_bare(full_name)):
        return _OTHER_MARKS
    if not reading.word:
        return _NAMED
    return _TYPED if reading.fits(full_name) else _OTHER_TYPE


def _resolution(
    version: UnitVersion, query: rules.UnitQuery, found: Surroundings, on: date | None
) -> UnitResolution:
    grade = _rank(version, query)[0]
    matched = version.full_name
    keys = {reading.key for reading in query.readings}
    if grade == _CODE:
        matched = version.unit.code
    elif version.search_key not in keys and version.other_key in keys:
        matched = version.other_name
    view = version_view(version) if on else view_of(version.unit)
    return found.resolution(view, matched, exact=grade < _OTHER_TYPE, on=on)

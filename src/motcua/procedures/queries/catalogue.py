"""Reads of the catalogue and of what units take in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from typing import Any

from django.db import connection
from django.db.models import Case, F, FilteredRelation, Q, QuerySet, SmallIntegerField, When
from django.utils.translation import gettext as _

from motcua.kernel import clock, text, wire
from motcua.kernel.errors import NotFound
from motcua.kernel.kept import Kept
from motcua.kernel.pages import Page
from motcua.procedures.certified import certified_of
from motcua.procedures.models import (
    Component,
    Fee,
    Field,
    Offering,
    ProcedureVersion,
)
from motcua.procedures.queries.rows import fee_view
from motcua.procedures.types import (
    ASSURANCE_BASIS,
    ASSURANCE_DEFAULT,
    CaseView,
    ComponentKind,
    ComponentView,
    FeeState,
    FeeView,
    FieldView,
    OfferingView,
    ProcedureRow,
    ProcedureStatus,
    ProcedureView,
    VersionPeriod,
    VersionView,
)

_NEVER = datetime.max.replace(tzinfo=UTC)
WORDS = 12
"""Words of a search that count; more are left out."""
# Asked by every dossier that is handed in or accepted; `_offerings` is the same for many.
_OFFERED = """
SELECT o.id, o.roles_units::text, o.opened_at, o.closed_at,
  v.id, v.effective_from, v.effective_to
FROM procedures_procedure p
JOIN procedures_offering o ON o.procedure_id = p.id AND o.unit_id = %s
JOIN procedures_procedureversion v ON v.procedure_id = p.id
WHERE p.code = %s
ORDER BY v.sort_key, o.id
"""
_Offered = tuple[datetime, datetime | None, datetime, OfferingView]
_offered: Kept[list[_Offered]] = Kept("offerings", "procedures")


def procedures_search(
    query: str = "",
    *,
    field: str | None = None,
    level: str | None = None,
    code: str | None = None,
    complete: bool | None = None,
    after: str | None = None,
    limit: int = 25,
) -> Page[ProcedureRow]:
    """Return procedures in force today in Vietnamese order, a page at a time; two statements.

    Every word of `query` must begin a word of name, code or field, with or without diacritics;
    rows that contain the words one after the other come first, complete records before others.
    `after` is the code of the last
    row of the page before.
    """
    words = text.search_key(query).split()[:WORDS]
    rows: QuerySet[Any] = in_force(_ranked(ProcedureVersion.objects.all(), words), clock.now())
    for word in words:
        rows = rows.filter(search_key__contains=f" {word}")
    if field:
        rows = rows.filter(field__code=field)
    if level:
        rows = rows.filter(levels__contains=[level])
    if code:
        rows = rows.filter(procedure__code__startswith=code.strip())
    if complete is not None:
        rows = rows.filter(missing=[]) if complete else rows.exclude(missing=[])
    total = rows.count()
    if after:
        rows = _after(rows, words, after)
    found = list(
        rows.order_by("rank", "sort_key", "procedure__code")
        .select_related("procedure", "field")
        .defer("content", "search_key")[: limit + 1]
    )
    items = tuple(row_view(version) for version in found[:limit])
    return Page(items, items[-1].code if len(found) > limit else "", total)


def procedure_get(code: str, on: date | None = None) -> ProcedureView:
    """Return a procedure with the version in force on a day (today), or NotFound."""
    version = (
        in_force(ProcedureVersion.objects.filter(procedure__code=code), _instant(on))
        .order_by()
        .first()
    )
    if version is None:
        raise NotFound("procedure_unknown", _("There is no such procedure."), procedure=code)
    history = ProcedureVersion.objects.filter(procedure_id=version.procedure_id)
    periods = history.order_by("-effective_from").values_list(
        "id", "effective_from", "effective_to", "name", "limit"
    )
    return ProcedureView(
        id=version.procedure_id,
        code=code,
        version=replace(_views([version.pk])[version.pk], effective_to=version.effective_to),
        history=tuple(VersionPeriod(*period) for period in periods),
    )


def version_get(version_id: int) -> VersionView:
    """Return one version, whenever it is or was in force, or NotFound.

    No statement once this process has read the version, as versions never change. The one thing
    that may be older than now is `effective_to`; `procedure_get` and offerings tell it exactly.
    """
    view = _views([version_id]).get(version_id)
    if view is None:
        raise NotFound("version_unknown", _("There is no such procedure."), id=version_id)
    return view


def versions_by_ids(version_ids: Iterable[int]) -> dict[int, VersionView]:
    """Return versions by id, as `version_get` does; unknown ids are left out."""
    return _views(version_ids)


def offerings_of(unit_id: int, on: date | None = None) -> list[OfferingView]:
    """Return what a unit takes in on a day (today), in Vietnamese order; fixed statements."""
    return _offerings(Offering.objects.filter(unit_id=unit_id), _instant(on))


def offering_get(*, unit_id: int, code: str, on: date | None = None) -> OfferingView:
    """Return a procedure that a unit takes in, with the version in force, or NotFound."""
    at = _instant(on)
    found = _offered.get((unit_id, code), partial(_offered_read, unit_id, code))
    for starts, ends, opened_at, view in found:
        if opened_at <= at < (view.closed_at or _NEVER) and starts <= at < (ends or _NEVER):
            return view
    raise NotFound(
        "procedure_not_offered", _("This unit does not take in this procedure."), procedure=code
    )


def _offered_read(unit_id: int, code: str) -> list[_Offered]:
    """Return what a unit offers or offered of a procedure, with every version's period."""
    return [
        (
            starts,
            ends,
            opened_at,
            OfferingView(
                id=offering_id,
                unit_id=unit_id,
                version=replace(version_get(version_id), effective_to=ends),
                roles_units=json.loads(roles_units),
                opened_at=opened_at,
                closed_at=closed_at,
            ),
        )
        for offering_id, roles_units, opened_at, closed_at, version_id, starts, ends in wire.fetch(
            _OFFERED, [unit_id, code]
        )
    ]


def offerings_received_at(
    receiving_ids: Iterable[int], *, unit_ids: Iterable[int], on: date | None = None
) -> list[OfferingView]:
    """Return what counters take in on a day (today): offerings of `unit_ids` received there.

    `receiving_ids` are the units whose counters receive, `unit_ids` the competent units looked
    at. In Vietnamese order; fixed statements.
    """
    rows = Offering.objects.filter(
        unit_id__in=list(unit_ids), roles_units__receiving__in=list(receiving_ids)
    )
    return _offerings(rows, _instant(on))


def offering_units(code: str, on: date | None = None) -> tuple[int, ...]:
    """Return the ids of the units that take in a procedure on a day (today)."""
    rows = _open(Offering.objects.filter(procedure__code=code), _instant(on))
    return tuple(rows.order_by("unit_id").values_list("unit_id", flat=True))


def fields_all() -> list[FieldView]:
    """Return all fields in Vietnamese order."""
    return [_field(row) for row in Field.objects.order_by("sort_key", "code")]


def catalogue_sizes() -> dict[str, int]:
    """Return how many procedures are in force today, and how many of them are complete."""
    rows = in_force(ProcedureVersion.objects.all(), clock.now())
    return {"procedures": rows.count(), "complete": rows.filter(missing=[]).count()}


# --- inside -------------------------------------------------------------------------------------


def _instant(on: date | None) -> datetime:
    """Noon of that day in the legal zone; the present instant when no day is given."""
    if on is None:
        return clock.now()
    return datetime.combine(on, time(12), clock.LEGAL_ZONE)


def in_force(rows: QuerySet[ProcedureVersion], instant: datetime) -> QuerySet[ProcedureVersion]:
    """Return the versions in force at an instant."""
    ends = Q(effective_to__isnull=True) | Q(effective_to__gt=instant)
    return rows.filter(ends, effective_from__lte=instant)


def _open(rows: QuerySet[Offering], instant: datetime) -> QuerySet[Offering]:
    ends = Q(closed_at__isnull=True) | Q(closed_at__gt=instant)
    return rows.filter(ends, opened_at__lte=instant)


def _ranked(rows: QuerySet[Any], words: list[str]) -> QuerySet[Any]:
    phrase, complete = Q(search_key__contains=" " + " ".join(words)), Q(missing=[])
    places = (When(phrase & complete, then=0), When(phrase, then=1), When(complete, then=2))
    ranked: QuerySet[Any] = rows.annotate(
        rank=Case(*places, default=3, output_field=SmallIntegerField())
    )
    return ranked


def _after(rows: QuerySet[Any], words: list[str], code: str) -> QuerySet[Any]:
    last = _ranked(ProcedureVersion.objects.filter(procedure__code=code), words)
    last = last.order_by("-effective_from")
    following: QuerySet[Any] = rows.annotate(
        last_rank=last.values("rank")[:1], last_key=last.values("sort_key")[:1]
    ).filter(
        Q(rank__gt=F("last_rank"))
        | Q(rank=F("last_rank"), sort_key__gt=F("last_key"))
        | Q(rank=F("last_rank"), sort_key=F("last_key"), procedure__code__gt=code)
    )
    return following


def _offerings(rows: QuerySet[Offering], instant: datetime) -> list[OfferingView]:
    in_force = Q(procedure__versions__effective_from__lte=instant) & (
        Q(procedure__versions__effective_to__isnull=True)
        | Q(procedure__versions__effective_to__gt=instant)
    )
    found: QuerySet[Any] = _open(rows, instant).annotate(
        law=FilteredRelation("procedure__versions", condition=in_force)
    )
    found = found.filter(law__isnull=False).order_by("law__sort_key", "id")
    listed = list(found.annotate(version_id=F("law__id"), ends=F("law__effective_to")))
    views = _views(offering.version_id for offering in listed)
    return [
        OfferingView(
            id=offering.pk,
            unit_id=offering.unit_id,
            version=replace(views[offering.version_id], effective_to=offering.ends),
            roles_units=offering.roles_units,
            opened_at=offering.opened_at,
            closed_at=offering.closed_at,
        )
        for offering in listed
    ]


@lru_cache(maxsize=4096)
def _cached(database: str, version_id: int) -> list[VersionView]:
    """One version's slot: filled once, as a version never changes except that it ends."""
    del database, version_id
    return []


def _views(version_ids: Iterable[int]) -> dict[int, VersionView]:
    wanted = list(dict.fromkeys(version_ids))
    database = str(connection.settings_dict["NAME"])
    slots = {version_id: _cached(database, version_id) for version_id in wanted}
    empty = [version_id for version_id, slot in slots.items() if not slot]
    if empty:
        for view in _load(empty):
            slots[view.id].append(view)
    return {version_id: slot[0] for version_id, slot in slots.items() if slot}


def _load(version_ids: list[int]) -> list[VersionView]:
    rows = ProcedureVersion.objects.filter(pk__in=version_ids).select_related("procedure", "field")
    components: dict[int, list[ComponentView]] = {}
    for item in Component.objects.filter(version_id__in=version_ids).order_by("order"):
        components.setdefault(item.version_id, []).append(_component(item))
    fees: dict[int, list[FeeView]] = {}
    for row in Fee.objects.filter(version_id__in=version_ids).order_by("order"):
        fees.setdefault(row.version_id, []).append(fee_view(row))
    return [
        _version(row, tuple(components.get(row.pk, ())), tuple(fees.get(row.pk, ())))
        for row in rows
    ]


def _version(
    row: ProcedureVersion, components: tuple[ComponentView, ...], fees: tuple[FeeView, ...]
) -> VersionView:
    content = row.content
    certified, certified_basis = certified_of(row.procedure.code, content)
    return VersionView(
        id=row.pk,
        procedure_id=row.procedure_id,
        code=row.procedure.code,
        name=row.name,
        field=_field(row.field),
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        issuing_ministry=content.get("issuing_ministry", ""),
        levels=tuple(row.levels),
        handled_by=tuple(content.get("handled_by", ())),
        agency=tuple(content.get("agency", ())),
        applicants=tuple(content.get("applicants", ())),
        channels=tuple(content.get("channels", ())),
        limit=row.limit,
        promised_limit=content.get("promised_limit", ""),
        due_rule=row.due_rule,
        limit_note=content.get("limit_note", ""),
        limit_note_en=content.get("limit_note_en", ""),
        fee_state=FeeState(row.fee_state),
        fees=fees,
        components=components,
        legal_basis=tuple(content.get("legal_basis", ())),
        announced_by=content.get("announced_by", ""),
        process_key=row.process_key,
        step_hours=content.get("step_hours", {}),
        requires_paper_result=bool(content.get("requires_paper_result", False)),
        online_level=content.get("online_level", ""),
        pauses_for_obligation=bool(content.get("pauses_for_obligation", False)),
        result=content.get("result", ""),
        status=ProcedureStatus(row.status),
        status_date=date.fromisoformat(day) if (day := content.get("status_date")) else None,
        status_source=content.get("status_source", ""),
        sources=content.get("sources", {}),
        review_notes=tuple(content.get("review_notes", ())),
        missing=tuple(row.missing),
        content_hash=row.content_hash,
        cases=tuple(CaseView(**case) for case in content.get("cases", ())),
        assurance=int(content.get("assurance") or ASSURANCE_DEFAULT),
        assurance_basis=content.get("assurance_basis") or ASSURANCE_BASIS,
        certified_copies=certified,
        certified_copies_basis=certified_basis,
        record_retention=content.get("record_retention", ""),
        record_retention_basis=content.get("record_retention_basis", ""),
    )


def _field(row: Field) -> FieldView:
    return FieldView(row.code, row.name_vi, row.name_en, row.name_id, row.issuing_ministry)


def _component(row: Component) -> ComponentView:
    return ComponentView(
        id=row.pk,
        order=row.order,
        name=row.name,
        originals=row.originals,
        copies=row.copies,
        kind=ComponentKind(row.kind),
        required=row.required,
        condition=row.condition,
        template=row.template,
        how=row.how,
        satisfied_by=tuple(row.satisfied_by),
        name_en=row.name_en,
        condition_en=row.condition_en,
    )


def row_view(version: ProcedureVersion) -> ProcedureRow:
    """Return a line of the catalogue."""
    return ProcedureRow(
        id=version.procedure_id,
        code=version.procedure.code,
        version_id=version.pk,
        name=version.name,
        field=_field(version.field),
        levels=tuple(version.levels),
        limit=version.limit,
        fee_state=FeeState(version.fee_state),
        status=ProcedureStatus(version.status),
        missing=tuple(version.missing),
        online=version.online,
    )

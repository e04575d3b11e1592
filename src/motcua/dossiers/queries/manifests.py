"""Paper that travels: where it is, what is to be sent, on the way, to be confirmed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from motcua.dossiers.manifest_types import (
    LINES_MOST,
    REPORTS,
    LineState,
    LineView,
    ManifestRow,
    ManifestState,
    ManifestView,
    PaperHop,
    PaperPlace,
    Place,
    ToSend,
)
from motcua.dossiers.models import Component, Dossier, Manifest, ManifestLine
from motcua.dossiers.queries.digital import is_shown
from motcua.identity.queries import accounts_by_ids
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.workflow.queries import live_items_in

SHOWN = 100
LOOKED = 300  # of the newest dossiers with paper there, for the list of what is to be sent
_CODE = re.compile(r"BG-(.{1,24})-(\d{4})-(\d{1,9})")
_DIFFERS = Q(lines__state__in=sorted(one.value for one in REPORTS), lines__explained_at=None)


def paper_counts(dossier_id: int) -> tuple[int, int]:
    """Return how many originals and copies a dossier holds on paper; what is shown goes back."""
    told = Component.objects.filter(~is_shown(), dossier_id=dossier_id).aggregate(
        originals=Sum("originals"), copies=Sum("copies")
    )
    return int(told["originals"] or 0), int(told["copies"] or 0)


def paper_place(dossier: Dossier) -> PaperPlace:
    """Return where the paper of a dossier is; two statements at most."""
    moved = paper_moved(dossier.pk)
    if moved is not None:
        return moved
    if dossier.accepted_at is None or not any(paper_counts(dossier.pk)):
        return PaperPlace(Place.NONE)
    return PaperPlace(Place.THERE, dossier.receiving_unit_id, since=dossier.accepted_at)


def paper_moved(dossier_id: int) -> PaperPlace | None:
    """Return where the paper of a dossier went, None when it never travelled; one statement."""
    lines = ManifestLine.objects.select_related("manifest").filter(dossier_id=dossier_id)
    line = lines.exclude(state=LineState.LISTED.value).order_by("-id").first()
    return _place(line) if line is not None else None


def _place(line: ManifestLine) -> PaperPlace:
    manifest = line.manifest
    state = LineState(line.state)
    if state in {LineState.RECEIVED, LineState.DAMAGED}:
        return PaperPlace(
            Place.THERE, manifest.to_unit_id, manifest_id=manifest.pk, since=line.answered_at
        )
    if state is LineState.STAYED:
        return PaperPlace(
            Place.THERE, manifest.from_unit_id, manifest_id=manifest.pk, since=line.explained_at
        )
    known = {
        LineState.SENT: Place.UNDER_WAY,
        LineState.MISSING: Place.MISSING,
        LineState.LOST: Place.LOST,
    }
    since = {LineState.SENT: manifest.sent_at, LineState.MISSING: line.answered_at}
    return PaperPlace(
        known[state],
        manifest.from_unit_id,
        manifest.to_unit_id,
        manifest.pk,
        since.get(state, line.explained_at),
    )


def paper_hops(dossier_id: int) -> tuple[PaperHop, ...]:
    """Return every way of a dossier's paper, oldest first, for the control sheet."""
    lines = list(
        ManifestLine.objects.select_related("manifest")
        .filter(dossier_id=dossier_id, manifest__sent_at__isnull=False)
        .order_by("id")
    )
    names = _names({one for line in lines for one in (line.manifest.sent_by, line.answered_by)})
    return tuple(
        PaperHop(
            number=f"{line.manifest.number}/{line.manifest.year}",
            from_unit_id=line.manifest.from_unit_id,
            to_unit_id=line.manifest.to_unit_id,
            sent_at=line.manifest.sent_at,
            giver=names.get(line.manifest.sent_by or 0, ""),
            received_at=line.answered_at,
            receiver=names.get(line.answered_by or 0, ""),
            state=LineState(line.state),
            remark=line.remark,
            explanation=line.explanation,
        )
        for line in lines
        if line.manifest.sent_at is not None
    )


def manifest_get(manifest_id: int, unit_ids: Iterable[int]) -> ManifestView:
    """Return a manifest that one of these units gives or receives; raises NotFound."""
    row = _mine(unit_ids).filter(pk=manifest_id).first()
    if row is None:
        raise manifest_unknown()
    return _view(row)


def manifest_unknown() -> NotFound:
    """Return the refusal of a manifest that is not there, or not for these eyes."""
    return NotFound("manifest_unknown", _("There is no such manifest here."))


def manifest_find(text: str, unit_ids: Iterable[int]) -> int | None:
    """Return the manifest whose barcode this is, None when there is none here."""
    found = _CODE.fullmatch(text.strip().upper())
    if found is None:
        return None
    rows = _mine(unit_ids).filter(
        from_unit__code__iexact=found[1], year=int(found[2]), number=int(found[3])
    )
    return rows.values_list("pk", flat=True).first()


def manifest_of_dossier(code: str, unit_ids: Iterable[int]) -> int | None:
    """Return the newest manifest that lists a dossier, None when there is none here."""
    rows = _mine(unit_ids).filter(lines__dossier__code=code).order_by("-id")
    return rows.values_list("pk", flat=True).first()


def manifests_open(unit_ids: Iterable[int]) -> list[ManifestRow]:
    """Return those being put together in these units, newest first."""
    return _rows(Manifest.objects.filter(from_unit__in=list(unit_ids), state=ManifestState.OPEN))


def manifests_on_the_way(unit_ids: Iterable[int]) -> list[ManifestRow]:
    """Return those that these units sent and that are not confirmed as a whole."""
    sent = Manifest.objects.filter(from_unit__in=list(unit_ids), state=ManifestState.SENT)
    return _rows(sent.filter(lines__state=LineState.SENT))


def manifests_to_confirm(unit_ids: Iterable[int]) -> list[ManifestRow]:
    """Return those that are on the way to these units."""
    coming = Manifest.objects.filter(to_unit__in=list(unit_ids), state=ManifestState.SENT)
    return _rows(coming.filter(lines__state=LineState.SENT))


def manifests_with_differences(unit_ids: Iterable[int]) -> list[ManifestRow]:
    """Return those with paper missing or damaged that nobody has explained, either side."""
    return _rows(_mine(unit_ids).filter(state=ManifestState.SENT).filter(_DIFFERS))


def manifests_closed(unit_ids: Iterable[int], *, limit: int = 20) -> list[ManifestRow]:
    """Return the newest ones that are done with."""
    return _rows(_mine(unit_ids).filter(state=ManifestState.CLOSED))[:limit]


def papers_to_send(unit_ids: Iterable[int]) -> list[ToSend]:
    """Return dossiers whose paper lies in these units while somebody elsewhere works on them.

    Only of the newest dossiers with paper there; older ones are added by their code.
    """
    units = set(unit_ids)
    on_paper = Component.objects.filter(dossier=OuterRef("pk")).filter(
        Q(originals__gt=0) | Q(copies__gt=0)
    )
    listed = ManifestLine.objects.filter(dossier=OuterRef("pk"), state=LineState.LISTED.value)
    rows = list(
        Dossier.objects.select_related("procedure_version")
        .filter(
            _lies_in(units),
            Exists(on_paper),
            ~Exists(listed),
            accepted_at__isnull=False,
            ended_at__isnull=True,
            process_id__isnull=False,
        )
        .order_by("-accepted_at", "-id")[:LOOKED]
    )
    places = _places(rows)
    working_on: dict[int, set[int]] = defaultdict(set)
    for item in live_items_in(row.process_id for row in rows if row.process_id):
        working_on[item.process_id].add(item.unit_id)
    found = []
    for row in rows:
        place = places[row.pk]
        if place.place is not Place.THERE or place.unit_id not in units or not row.process_id:
            continue
        working = working_on[row.process_id] - {place.unit_id}
        if working:
            found.append(
                ToSend(
                    row.code,
                    row.applicant_name,
                    row.procedure_version.name,
                    place.unit_id or 0,
                    min(working),
                )
            )
        if len(found) >= SHOWN:
            break
    return found


def _lies_in(units: set[int]) -> Q:
    """Return the condition, as `_place` tells it, that a dossier's paper is in one of these."""
    moved = ManifestLine.objects.exclude(state=LineState.LISTED.value)
    mine = moved.filter(dossier=OuterRef("pk"))
    later = moved.filter(dossier=OuterRef("dossier"), pk__gt=OuterRef("pk"))
    here = mine.filter(
        Q(
            state__in=[LineState.RECEIVED.value, LineState.DAMAGED.value],
            manifest__to_unit__in=units,
        )
        | Q(state=LineState.STAYED.value, manifest__from_unit__in=units),
        ~Exists(later),
    )
    return (Q(receiving_unit__in=units) & ~Exists(mine)) | Exists(here)


def _places(dossiers: Sequence[Dossier]) -> dict[int, PaperPlace]:
    """Return where the paper of each of these dossiers, which have some, is; one statement."""
    newest: dict[int, ManifestLine] = {}
    lines = ManifestLine.objects.select_related("manifest").filter(dossier__in=dossiers)
    for line in lines.exclude(state=LineState.LISTED.value).order_by("id"):
        newest[line.dossier_id] = line
    return {
        one.pk: _place(newest[one.pk])
        if one.pk in newest
        else PaperPlace(Place.THERE, one.receiving_unit_id, since=one.accepted_at)
        for one in dossiers
    }


def _mine(unit_ids: Iterable[int]) -> QuerySet[Manifest]:
    units = list(unit_ids)
    coming = Q(to_unit__in=units) & Q(sent_at__isnull=False)
    return Manifest.objects.filter(Q(from_unit__in=units) | coming)


def _rows(found: QuerySet[Manifest]) -> list[ManifestRow]:
    ids = list(found.order_by("-id").values_list("pk", flat=True).distinct()[:SHOWN])
    rows = list(
        Manifest.objects.filter(pk__in=ids)
        .annotate(
            all_lines=Count("lines"),
            waiting=Count("lines", filter=Q(lines__state=LineState.SENT.value)),
            differing=Count("lines", filter=_DIFFERS),
        )
        .order_by("-id")
    )
    units = units_by_ids({one for row in rows for one in (row.from_unit_id, row.to_unit_id)})
    return [
        ManifestRow(
            id=row.pk,
            name=f"{row.number}/{row.year}",
            from_unit=units[row.from_unit_id].full_name,
            to_unit=units[row.to_unit_id].full_name,
            state=ManifestState(row.state),
            made_at=row.made_at,
            sent_at=row.sent_at,
            lines=row.all_lines,
            waiting=row.waiting,
            differences=row.differing,
        )
        for row in rows
    ]


def _view(row: Manifest) -> ManifestView:
    lines = list(
        ManifestLine.objects.select_related("dossier__procedure_version")
        .filter(manifest=row)
        .order_by("id")[:LINES_MOST]
    )
    asked: set[int | None] = {row.made_by, row.sent_by}
    asked |= {one for line in lines for one in (line.answered_by, line.explained_by)}
    names = _names(asked)
    units: dict[int, UnitView] = units_by_ids({row.from_unit_id, row.to_unit_id})
    return ManifestView(
        id=row.pk,
        number=row.number,
        year=row.year,
        from_unit=units[row.from_unit_id],
        to_unit=units[row.to_unit_id],
        state=ManifestState(row.state),
        made_at=row.made_at,
        made_by=names.get(row.made_by, ""),
        sent_at=row.sent_at,
        sent_by=names.get(row.sent_by or 0, ""),
        sent_by_id=row.sent_by,
        closed_at=row.closed_at,
        lines=tuple(_line(one, names) for one in lines),
    )


def _line(row: ManifestLine, names: dict[int, str]) -> LineView:
    return LineView(
        id=row.pk,
        dossier_id=row.dossier_id,
        code=row.dossier.code,
        applicant=row.dossier.applicant_name,
        procedure=row.dossier.procedure_version.name,
        originals=row.originals,
        copies=row.copies,
        state=LineState(row.state),
        remark=row.remark,
        answered_at=row.answered_at,
        answered_by=names.get(row.answered_by or 0, ""),
        explanation=row.explanation,
        explained_at=row.explained_at,
        explained_by=names.get(row.explained_by or 0, ""),
    )


def _names(ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {one for one in ids if one is not None}
    return {key: one.name for key, one in accounts_by_ids(wanted).items()} if wanted else {}


def by_way(rows: Iterable[ToSend]) -> dict[tuple[int, int], list[ToSend]]:
    """Return what is to be sent, by the unit that gives and the unit that receives."""
    found: dict[tuple[int, int], list[ToSend]] = defaultdict(list)
    for row in rows:
        found[row.from_unit_id, row.to_unit_id].append(row)
    return dict(found)

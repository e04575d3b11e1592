"""Digitisation, read: pages under work, where each component stands, what may be used again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from motcua.documents.passing import passing_open
from motcua.documents.scans.quality import quality_read
from motcua.documents.signatures.types import evidence_read
from motcua.dossiers.models import Attachment, Component, DigitalCopy, Dossier, Scan, ScanPage
from motcua.dossiers.models.scans import LIVE
from motcua.dossiers.scan_types import (
    ComponentDigital,
    CopyKind,
    CopyOffer,
    CopyView,
    DigitalState,
    PageState,
    Reuse,
    ScanPageView,
    ScanState,
    ScanView,
)
from motcua.dossiers.types import Status
from motcua.kernel.errors import NotFound
from motcua.procedures.queries import components_shown

# While a dossier is in one of these, its papers are to be digitised.
TO_DIGITISE: Final = (
    Status.ACCEPTED,
    Status.PROCESSING,
    Status.SUPPLEMENT,
    Status.OBLIGATION,
    Status.DONE,
)
USED_AGAIN: Final = (Reuse.REUSED, Reuse.FROM_RESULT)


def scan_of(component_id: int) -> ScanView | None:
    """Return the pages under work of a component; None when there are none."""
    row = Scan.objects.filter(component_id=component_id, state__in=LIVE).first()
    return scan_view(row) if row else None


def scan_view(row: Scan) -> ScanView:
    """Return a scan as faces see it."""
    pages = [
        page_view(page)
        for page in ScanPage.objects.filter(scan=row).order_by("order", "id")
        if not page.removed
    ]
    removed = ScanPage.objects.filter(scan=row, removed=True).order_by("order", "id")
    return ScanView(
        id=row.pk,
        component_id=row.component_id,
        state=ScanState(row.state),
        declared_pages=row.declared_pages,
        change=row.change,
        file_id=row.file_id,
        sha256=row.sha256,
        page_count=row.pages,
        has_text=row.has_text,
        quality=quality_read(row.quality),
        problem=row.problem,
        begun_by=row.begun_by,
        pages=tuple(pages),
        removed=tuple(page_view(page) for page in removed),
    )


def page_view(row: ScanPage) -> ScanPageView:
    """Return a page as faces see it."""
    corners = None if row.corners is None else tuple((x, y) for x, y in row.corners)
    return ScanPageView(
        id=row.pk,
        order=row.order,
        state=PageState(row.state),
        problem=row.problem,
        turn=row.turn,
        tone=row.tone,
        corners=corners,
        facts=row.facts,
        is_drawn=row.facts.get("kind") == "drawn",
        mark=row.picture_sha256[:12],
    )


def page_picture(dossier_id: int, page_id: int, *, preview: bool = False) -> BinaryIO:
    """Open the picture of a page: straightened, or (`preview`) as it was taken, small.

    Raises NotFound, also when it is gone and must be made again.
    """
    row = ScanPage.objects.filter(pk=page_id, dossier_id=dossier_id).first()
    return picture_open(row, preview=preview)


def picture_open(row: ScanPage | None, *, preview: bool) -> BinaryIO:
    """Open a page's picture; see `page_picture`."""
    try:
        if row is not None and preview and row.preview_sha256:
            return passing_open(row.preview_sha256, row.preview_size)
        if row is not None and not preview and row.picture_sha256:
            return passing_open(row.picture_sha256, row.picture_size)
    except (FileNotFoundError, ValueError) as error:
        raise _gone() from error
    raise _gone()


def _gone() -> NotFound:
    return NotFound("page_unknown", _("There is no picture of this page at the moment."))


def copy_view(row: DigitalCopy) -> CopyView:
    """Return a digital copy as faces see it."""
    return CopyView(
        id=row.pk,
        dossier_id=row.dossier_id,
        component_id=row.component_id,
        attachment_id=row.attachment_id,
        version=row.version,
        kind=CopyKind(row.kind),
        reuse=Reuse(row.reuse),
        type_code=row.type_code,
        name=row.name,
        file_id=row.file_id,
        sha256=row.sha256,
        pages=row.pages,
        has_text=row.has_text,
        quality=quality_read(row.quality),
        overruled=row.overruled,
        issued_on=row.issued_on,
        valid_to=row.valid_to,
        compared_by=row.compared_by,
        compared_at=row.compared_at,
        signatures=tuple(evidence_read(one) for one in row.signatures),
        returned_at=row.returned_at,
        replaced_at=row.replaced_at,
    )


def components_digital(dossier_id: int) -> dict[int, ComponentDigital]:
    """Return where each component of a dossier stands, by the component's row; four statements."""
    copies: dict[int, list[CopyView]] = defaultdict(list)
    for row in DigitalCopy.objects.filter(dossier_id=dossier_id).order_by("-version"):
        copies[row.component_id or 0].append(copy_view(row))
    scans = {
        row.component_id: ScanState(row.state)
        for row in Scan.objects.filter(dossier_id=dossier_id, state__in=LIVE)
    }
    files: dict[int, set[int]] = defaultdict(set)
    for component_id, file_id in Attachment.objects.filter(
        dossier_id=dossier_id, component__isnull=False, kind="component"
    ).values_list("component_id", "file_id"):
        files[component_id or 0].add(file_id)
    found = {}
    shown = ExpressionWrapper(is_shown(), output_field=BooleanField())
    rows = Component.objects.filter(dossier_id=dossier_id)
    for component in rows.annotate(shown=shown, told=F("dossier__content__reused")):
        mine = copies[component.pk]
        live = next((one for one in mine if one.replaced_at is None), None)
        there = files.get(component.pk, set())
        reuse = live.reuse if live else _reuse(component, there, component.told)
        state = _state(component, live, scans.get(component.pk), reuse, has_file=bool(there))
        if state is DigitalState.TO_DO and component.shown:
            state = DigitalState.SHOWN
        before = tuple(one for one in mine if one.replaced_at is not None)
        found[component.pk] = ComponentDigital(component.pk, state, live, before, reuse)
    return found


def is_shown() -> Q:
    """Select components of which the paper is shown and goes back at once: it stays with nobody.

    It need not be digitised; what was scanned or sent as a file all the same is a copy like others.
    """
    return Q(component_id__in=components_shown(), electronic=False)


def _reuse(component: Component, files: set[int], told: object) -> Reuse:
    """Return how a component came whose files no officer here made: as the submission tells.

    NOT where one of them is new, where nobody vouches for it, or where paper came beside it. From
    home and at the counter the submission says of each file where it was used before.
    """
    states = {
        one.get("file"): Reuse(one["state"])
        for one in (told if isinstance(told, list) else ())
        if one.get("component") == component.component_id
        and one.get("state") in USED_AGAIN
        and one.get("verified") is True
    }
    on_paper = component.originals or component.copies
    if on_paper or not files or not files <= states.keys():
        return Reuse.NOT
    return min(states[one] for one in files)


def _state(
    component: Component,
    copy: CopyView | None,
    scan: ScanState | None,
    reuse: Reuse,
    *,
    has_file: bool,
) -> DigitalState:
    if scan is not None:
        return DigitalState.COMPARE if scan is ScanState.MADE else DigitalState.WORK
    if reuse in USED_AGAIN:
        return DigitalState.REUSED
    on_paper = component.originals or component.copies
    states = {
        DigitalState.SIGNED: copy is not None and bool(copy.signatures),
        DigitalState.DIGITISED: copy is not None,
        DigitalState.WAIVED: component.not_applicable,
        DigitalState.DATA: bool(component.satisfied_by),
        DigitalState.FILE: has_file,
        DigitalState.TO_DO: bool(on_paper),
    }
    return next((state for state, holds in states.items() if holds), DigitalState.NONE)


@dataclass(frozen=True, slots=True)
class ToDigitise:
    """A dossier with papers that nobody has digitised yet."""

    id: int
    code: str
    applicant_name: str
    procedure_name: str
    accepted_at: datetime | None
    to_do: int  # components on paper without a digital copy
    under_way: int  # of these, pages are there


def to_digitise(unit_ids: Iterable[int], *, limit: int = 100) -> tuple[list[ToDigitise], int]:
    """Return what units received and have still to digitise, oldest first; and how many it is."""
    mine = _to_digitise().filter(receiving_unit_id__in=list(unit_ids))
    count = mine.count()
    rows = list(mine.order_by("accepted_at", "pk").select_related("procedure_version")[:limit])
    open_: dict[int, int] = defaultdict(int)
    begun: dict[int, int] = defaultdict(int)
    for component in _on_paper().filter(dossier__in=rows):
        open_[component.dossier_id] += 1
    for scan in Scan.objects.filter(dossier__in=rows, state__in=LIVE):
        begun[scan.dossier_id] += 1
    return [
        ToDigitise(
            row.pk,
            row.code,
            row.applicant_name,
            row.procedure_version.name,
            row.accepted_at,
            open_[row.pk],
            begun[row.pk],
        )
        for row in rows
    ], count


def to_digitise_count(unit_ids: Iterable[int]) -> int:
    """Return how many dossiers that list holds; one statement."""
    return _to_digitise().filter(receiving_unit_id__in=list(unit_ids)).count()


def _on_paper() -> QuerySet[Component]:
    """Return components that were handed in on paper and have no digital copy in force."""
    there = DigitalCopy.objects.filter(component=OuterRef("pk"), replaced_at__isnull=True)
    begun = Scan.objects.filter(component=OuterRef("pk"), state__in=LIVE)
    return Component.objects.filter(
        Q(originals__gt=0) | Q(copies__gt=0),
        ~is_shown() | Exists(begun),
        ~Exists(there),
        not_applicable=False,
        satisfied_by="",
    )


def _to_digitise() -> QuerySet[Dossier]:
    return Dossier.objects.filter(
        Exists(_on_paper().filter(dossier=OuterRef("pk"))), status__in=TO_DIGITISE
    )


def copies_of_person(id_number: str, *, on: date) -> list[CopyOffer]:
    """Return digital copies that belong to a person and may be used again, newest first.

    Only what an officer has compared and nobody has replaced; in the scope of whoever asks. The
    caller records the reading. `is_valid` says whether its validity, where known, covers `on`.
    """
    if not id_number:
        return []
    rows = DigitalCopy.objects.filter(
        owner_number=id_number, replaced_at__isnull=True, source__isnull=True
    ).select_related("dossier__procedure_version", "component")
    return [
        CopyOffer(
            copy=copy_view(row),
            dossier_code=row.dossier.code,
            procedure_name=row.dossier.procedure_version.name,
            component_name=row.component.name if row.component else "",
            is_signed=bool(row.signatures),
            is_valid=row.valid_to is None or row.valid_to >= on,
        )
        for row in rows.order_by("-compared_at", "-pk")[:50]
    ]

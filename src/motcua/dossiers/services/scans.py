"""Pages of a component under work: they come, are arranged, and are made into one PDF.

Nothing here is of legal effect: what counts begins when an officer compares (`services/copies.py`).
Every change takes the dossier's row first, so that two officers at one paper stand in line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.documents.queries import files_by_ids
from motcua.documents.types import MediaType, StoredFileView
from motcua.dossiers import rules
from motcua.dossiers.models import Attachment, Component, Dossier, Scan, ScanPage
from motcua.dossiers.models.scans import LIVE
from motcua.dossiers.scan_types import PageState, ScanState
from motcua.dossiers.services import _write
from motcua.dossiers.types import FactType
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale
from motcua.kernel.failpoints import failpoint
from motcua.kernel.outbox import outbox_publish

TOPIC: Final = "scan.work"
PAGES_MOST: Final = 300
TURNS: Final = (0, 90, 180, 270)
TONES: Final = ("", "text", "grey", "colour")


def scan_add(*, actor: Actor, code: str, component_id: int, file_ids: Sequence[int]) -> int:
    """Add files (already stored) behind the pages of a component; return the scan's id.

    A PDF gives all its pages. Raises NotFound, Forbidden; Refused `dossier_closed`,
    `too_many_pages`.
    """
    with transaction.atomic():
        dossier, posting, component = component_lock(actor, code, component_id)
        files = files_by_ids(file_ids)
        if len(files) != len(set(file_ids)):
            text = _("An uploaded file was not found. Please add it again.")
            raise Invalid([FieldProblem("file", text)])
        scan = _live(component) or _begin(dossier, component, posting)
        pages_add(scan, [files[one] for one in file_ids])
        _changed(scan)
        failpoint("operation.written")
    return scan.pk


def scan_take(*, actor: Actor, code: str, component_id: int, rows: list[ScanPage]) -> int:
    """Add pages of a stack (unsaved rows) behind those of a component and have the PDF made.

    Returns the scan's id. Raises NotFound, Forbidden; Refused `dossier_closed`, `too_many_pages`.
    """
    with transaction.atomic():
        dossier, posting, component = component_lock(actor, code, component_id)
        scan = _live(component) or _begin(dossier, component, posting)
        rows_add(scan, rows)
        _changed(scan)
        scan.state = ScanState.MAKING.value
        scan.save(update_fields=["state"])
        failpoint("operation.written")
    return scan.pk


def scan_add_attached(*, actor: Actor, code: str, component_id: int) -> int:
    """Begin with the files that the applicant handed in for the component; return the scan's id."""
    with transaction.atomic():
        _dossier, _posting, component = component_lock(actor, code, component_id)
        there = Attachment.objects.filter(component=component, kind="component").order_by("pk")
        ids = list(there.values_list("file_id", flat=True))
        if not ids:
            raise Refused("no_file", _("No file was handed in for this component."))
        return scan_add(actor=actor, code=code, component_id=component_id, file_ids=ids)


def scan_page_change(
    *, actor: Actor, code: str, page_id: int, change: int, wish: Mapping[str, Any]
) -> None:
    """Change how a page is made, or whether it is there.

    `wish` has any of `turn` (degrees), `corners` (four points as fractions, [] the whole picture,
    None: found again), `tone`, `removed`. `change` is the number that the page showed: Stale when
    somebody else has arranged the pages since.
    """
    with transaction.atomic():
        page, scan = _page_lock(actor, code, page_id, change)
        fields = _wished(wish)
        for name, value in fields.items():
            setattr(page, name, value)
        if set(fields) != {"removed"}:
            page_reset(page)
        page.save()
        _changed(scan)


def scan_page_move(*, actor: Actor, code: str, page_id: int, change: int, to: int) -> None:
    """Put a page at place `to` (from 1); the others close up."""
    with transaction.atomic():
        page, scan = _page_lock(actor, code, page_id, change)
        rows = list(ScanPage.objects.filter(scan=scan, removed=False).order_by("order", "id"))
        rows = [row for row in rows if row.pk != page.pk]
        rows.insert(max(0, min(len(rows), to - 1)), page)
        for place, row in enumerate(rows, 1):
            row.order = place
        ScanPage.objects.bulk_update(rows, ["order"])
        _changed(scan)


def scan_finish(
    *, actor: Actor, code: str, component_id: int, change: int, declared_pages: int = 0
) -> int:
    """Close the pages and have the PDF made; return the scan's id.

    `declared_pages`: how many the officer counts on paper, 0 when nobody counted. Raises Refused
    `no_pages`, `pages_failed`; Stale.
    """
    with transaction.atomic():
        _dossier, _posting, component = component_lock(actor, code, component_id)
        scan = _expected(component, change)
        pages = ScanPage.objects.filter(scan=scan, removed=False)
        if not pages.exists():
            raise Refused("no_pages", _("There are no pages yet."))
        if pages.filter(state=PageState.FAILED).exists():
            raise pages_failed()
        scan.state = ScanState.MAKING.value
        scan.declared_pages = max(0, min(PAGES_MOST, declared_pages))
        scan.change += 1
        scan.changed_at = clock.now()
        scan.save()
        outbox_publish(topic=TOPIC, messages=[(f"scan:{scan.pk}", {})])
        failpoint("operation.written")
    return scan.pk


def scan_reopen(*, actor: Actor, code: str, component_id: int) -> int:
    """Go back from the PDF to its pages; nothing is lost."""
    with transaction.atomic():
        _dossier, _posting, component = component_lock(actor, code, component_id)
        scan = _live(component)
        if scan is None:
            raise Refused("no_scan", _("There are no pages under work here."))
        _changed(scan)
    return scan.pk


def scan_drop(*, actor: Actor, code: str, component_id: int, change: int) -> None:
    """Put the pages under work aside; what was digitised before stays in force."""
    with transaction.atomic():
        _dossier, _posting, component = component_lock(actor, code, component_id)
        scan = _expected(component, change)
        scan.state = ScanState.DROPPED.value
        scan.changed_at = clock.now()
        scan.save(update_fields=["state", "changed_at"])


def pages_failed() -> Refused:
    """Return the refusal to make a PDF of which a page is missing."""
    return Refused(
        "pages_failed",
        _("A page could not be read. Take it away or take its picture again."),
    )


# --- shared with `copies` ------------------------------------------------------
def component_lock(
    actor: Actor, code: str, component_id: int, *, fact: FactType = FactType.DIGITISED
) -> tuple[Dossier, PostingView, Component]:
    """Lock a dossier for work on one of its components.

    Raises NotFound (out of scope, no such component), Forbidden, Refused `dossier_closed`.
    """
    dossier = _write.dossier_lock(code)
    posting = actor.posting_for(
        Action.DOSSIER_INTAKE, dossier.receiving_unit_id, dossier.return_unit_id
    )
    component = Component.objects.filter(dossier=dossier, pk=component_id).first()
    if component is None:
        raise NotFound("component_unknown", _("There is no such component in this dossier."))
    if not rules.may_follow(_write.state_of(dossier), fact):
        raise Refused(
            "dossier_closed", _("This dossier is closed: its papers are not digitised any more.")
        )
    return dossier, posting, component


def pages_add(scan: Scan, files: Sequence[StoredFileView]) -> None:
    """Add the pages of files behind those that are there, and have them straightened."""
    rows_add(scan, page_rows(files))


def rows_add(scan: Scan, rows: list[ScanPage]) -> None:
    """Add unsaved pages behind those that are there, and have them straightened."""
    last = ScanPage.objects.filter(scan=scan).aggregate(last=Max("order"))["last"] or 0
    there = ScanPage.objects.filter(scan=scan, removed=False).count()
    if there + len(rows) > PAGES_MOST:
        raise Refused(
            "too_many_pages",
            _("A component takes %(most)s pages at most.") % {"most": PAGES_MOST},
        )
    for row in rows:
        last += 1
        row.scan, row.dossier_id, row.order = scan, scan.dossier_id, last
    ScanPage.objects.bulk_create(rows)
    outbox_publish(topic=TOPIC, messages=[(f"scan:{scan.pk}", {})])


def page_rows(files: Sequence[StoredFileView]) -> list[ScanPage]:
    """Return unsaved pages of files in their order: one of a picture, all of a PDF."""
    return [
        ScanPage(
            file_id=one.id,
            leaf=leaf if one.media_type is MediaType.PDF else None,
            state=PageState.WAITING.value,
        )
        for one in files
        for leaf in range(one.pages if one.media_type is MediaType.PDF else 1)
    ]


def page_reset(page: ScanPage) -> None:
    """Have a page made anew."""
    page.state, page.problem = PageState.WAITING.value, ""
    page.picture_sha256, page.picture_size = "", 0
    page.text_sha256, page.text_size = "", 0


def _begin(dossier: Dossier, component: Component, posting: PostingView) -> Scan:
    at = clock.now()
    return Scan.objects.create(
        dossier=dossier,
        component=component,
        state=ScanState.OPEN.value,
        begun_by=posting.account_id,
        begun_at=at,
        changed_at=at,
    )


def _live(component: Component) -> Scan | None:
    return Scan.objects.filter(component=component, state__in=LIVE).first()


def _expected(component: Component, change: int) -> Scan:
    scan = _live(component)
    if scan is None:
        raise Refused("no_scan", _("There are no pages under work here."))
    if scan.change != change:
        raise scan_stale(scan)
    return scan


def scan_stale(scan: Scan) -> Stale:
    """Return the refusal of whoever saw other pages."""
    return Stale(
        "scan_changed",
        _("Somebody else has changed these pages in the meantime. Please look at them again."),
        version=scan.change,
    )


def _page_lock(actor: Actor, code: str, page_id: int, change: int) -> tuple[ScanPage, Scan]:
    page = ScanPage.objects.filter(pk=page_id, dossier__code=code).select_related("scan").first()
    if page is None or page.scan.state not in LIVE:
        raise NotFound("page_unknown", _("There is no such page here."))
    _dossier, _posting, component = component_lock(actor, code, page.scan.component_id)
    scan = _expected(component, change)
    return ScanPage.objects.get(pk=page_id), scan


def _changed(scan: Scan) -> None:
    scan.state = ScanState.OPEN.value
    scan.change += 1
    scan.changed_at = clock.now()
    scan.problem = ""
    scan.save(update_fields=["state", "change", "changed_at", "problem"])


def _wished(wish: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that a wish sets; raises Invalid for what no page offers."""
    known = {
        "turn": lambda value: value in TURNS,
        "tone": lambda value: value in TONES,
        "removed": lambda value: isinstance(value, bool),
        "corners": _are_corners,
    }
    for name, value in wish.items():
        if name not in known or not known[name](value):
            raise Invalid([FieldProblem(name, _("This cannot be done with a page."))])
    return dict(wish)


def _are_corners(value: Any) -> bool:
    if value is None or value == []:
        return True
    return len(value) == 4 and all(
        len(one) == 2 and all(0.0 <= float(number) <= 1.0 for number in one) for one in value
    )

"""Bulk scanning, read: batches of units, their runs with what is doubtful, labels to print."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from motcua.documents.retention import retention_on
from motcua.dossiers import retention, rules
from motcua.dossiers.batch_types import (
    BatchLine,
    BatchState,
    BatchView,
    Doubt,
    LeftOver,
    Repeat,
    Role,
    RunView,
    SheetState,
    SheetView,
)
from motcua.dossiers.label_rules import label_read
from motcua.dossiers.models import (
    BatchFile,
    BatchPage,
    BatchRun,
    Component,
    DigitalCopy,
    Dossier,
    Scan,
    ScanBatch,
)
from motcua.dossiers.models.scans import LIVE
from motcua.dossiers.queries.digital import is_shown
from motcua.dossiers.types import Status
from motcua.kernel import clock
from motcua.kernel.errors import NotFound

LIST_MOST: Final = 50
WENT_NOWHERE: Final = (
    Q(removed=True)
    | Q(run__isnull=True)
    | Q(run__landed_at__isnull=True)
    | Q(state=SheetState.FAILED.value)
)
"""Pages that are in no dossier; of a batch that has ended nobody needs them."""


def batches_of(unit_ids: Iterable[int]) -> list[BatchLine]:
    """Return the batches of units: those that wait first, then the newest."""
    rows = ScanBatch.objects.filter(unit_id__in=list(unit_ids))
    waiting = rows.filter(state__in=[BatchState.OPEN.value, BatchState.WORKING.value])
    ended = rows.filter(state=BatchState.DONE.value)
    found = [*waiting.order_by("begun_at", "pk"), *ended.order_by("-begun_at", "-pk")[:LIST_MOST]]
    return _lines(found)


def _lines(rows: list[ScanBatch]) -> list[BatchLine]:
    ids = [row.pk for row in rows]
    asked: dict[int, int] = defaultdict(int)
    for batch_id, pages in BatchFile.objects.filter(batch__in=ids).values_list("batch", "pages"):
        asked[batch_id] += pages
    looked = _counted(
        BatchPage.objects.filter(batch__in=ids).exclude(state=SheetState.WAITING.value)
    )
    waiting = _counted(BatchRun.objects.filter(batch__in=ids, landed_at__isnull=True))
    landed = _counted(BatchRun.objects.filter(batch__in=ids, landed_at__isnull=False))
    return [
        BatchLine(
            id=row.pk, unit_id=row.unit_id, state=BatchState(row.state), begun_by=row.begun_by,
            begun_at=row.begun_at, pages=asked[row.pk], looked=looked[row.pk],
            waiting=waiting[row.pk], landed=landed[row.pk],
        )
        for row in rows
    ]  # fmt: skip


def _counted(rows: Any) -> Counter[int]:
    return Counter(dict(rows.values_list("batch").annotate(number=Count("pk")).order_by()))


def batch_get(batch_id: int) -> BatchView:
    """Return a batch with its runs; raises NotFound, also for another unit's."""
    row = ScanBatch.objects.filter(pk=batch_id).first()
    if row is None:
        raise NotFound("batch_unknown", _("There is no such batch here."))
    files = list(BatchFile.objects.filter(batch=row).order_by("pk"))
    removed = BatchPage.objects.filter(batch=row, removed=True)
    return BatchView(
        line=_lines([row])[0],
        change=row.change,
        problems=tuple(one.problem for one in files if one.problem),
        repeats=_repeats(row, [one.sha256 for one in files]),
        runs=tuple(runs_view(row.pk)),
        removed=tuple(_sheet(page) for page in removed.order_by("number")),
        left=_left(row),
    )


def left_days(rule: str = retention.BATCH_LEFT) -> int | None:
    """Return after how many days a rule lets go of pages; None: it does not hold today."""
    found = retention_on(retention.RETENTIONS, rule, clock.today())
    return found.days if found else None


def _left(row: ScanBatch) -> LeftOver | None:
    """Return what went nowhere, and when it is let go (`services/forgetting.py`)."""
    ended = {
        BatchState.DONE.value: retention.BATCH_LEFT,
        BatchState.DROPPED.value: retention.BATCH_DROPPED,
    }
    if row.state not in ended:
        return None
    pages = BatchPage.objects.filter(WENT_NOWHERE, batch=row).exclude(role=Role.SEPARATOR.value)
    counted = pages.aggregate(all=Count("pk"), erased=Count("pk", filter=Q(file__isnull=True)))
    rule = retention_on(retention.RETENTIONS, ended[row.state], clock.today())
    until = row.changed_at + timedelta(days=rule.days) if rule else None
    day = clock.local(until).date() if until else None
    return LeftOver(counted["all"], counted["erased"], day)


def sheet_dossier(batch_id: int, page_id: int) -> tuple[int, int | None]:
    """Return unit of a page of a stack, and the dossier that its part is of.

    None for a page of no dossier, also one that was taken out. Raises NotFound; also for a page of
    a stack that was put aside: nobody has a reason to look at it any more.
    """
    rows = BatchPage.objects.filter(batch=batch_id, pk=page_id).select_related("batch", "run")
    page = rows.exclude(batch__state=BatchState.DROPPED.value).first()
    if page is None:
        raise NotFound("page_unknown", _("There is no picture of this page at the moment."))
    return page.unit_id, None if page.removed or page.run is None else page.run.dossier_id


def _repeats(batch: ScanBatch, hashes: list[str]) -> tuple[Repeat, ...]:
    """Return other batches of the unit that the same file went into before this one."""
    others = ScanBatch.objects.filter(unit_id=batch.unit_id, pk__lt=batch.pk)
    same = BatchFile.objects.filter(batch=OuterRef("pk"), sha256__in=hashes)
    found = others.filter(Exists(same)).exclude(state=BatchState.DROPPED.value)
    return tuple(Repeat(one.pk, one.begun_at, one.begun_by) for one in found.order_by("-pk")[:5])


def runs_view(batch_id: int) -> list[RunView]:
    """Return the runs of a batch in their order, each with what a person must look at."""
    runs = list(BatchRun.objects.filter(batch=batch_id).order_by("order", "pk"))
    pages: dict[int, list[BatchPage]] = defaultdict(list)
    rows = BatchPage.objects.filter(batch=batch_id, run__isnull=False, removed=False)
    for page in rows.order_by("order", "pk"):
        pages[page.run_id or 0].append(page)
    dossiers = Dossier.objects.filter(pk__in={run.dossier_id for run in runs if run.dossier_id})
    known = {one.pk: one for one in dossiers.select_related("procedure_version")}
    components: dict[int, list[Component]] = defaultdict(list)
    for one in Component.objects.filter(dossier__in=known).order_by("order", "pk"):
        components[one.dossier_id].append(one)
    state = _State(runs, pages)
    found = []
    for number, run in enumerate(runs, 1):
        dossier = known.get(run.dossier_id or 0)
        mine = components[dossier.pk] if dossier else []
        component = next((one for one in mine if one.pk == run.component_id), None)
        label = label_read(run.label)
        found.append(
            RunView(
                id=run.pk, number=number, dossier_id=dossier.pk if dossier else None,
                code=dossier.code if dossier else label.code if label else "",
                procedure_name=dossier.procedure_version.name if dossier else "",
                component_id=component.pk if component else None,
                component_order=component.order if component else label.order if label else 0,
                component_name=component.name if component else "",
                components=tuple((one.pk, one.order, one.name) for one in mine),
                doubts=() if run.landed_at else tuple(state.doubts(run, dossier, component)),
                sheets=tuple(_sheet(page) for page in pages[run.pk]),
                landed_at=run.landed_at,
            )
        )  # fmt: skip
    return found


class _State:
    """What several runs share: which components are named twice, have pages, have a copy."""

    def __init__(self, runs: list[BatchRun], pages: dict[int, list[BatchPage]]) -> None:
        self.pages = pages
        waiting = [run.component_id for run in runs if run.component_id and not run.landed_at]
        self.often = Counter(waiting)
        landed = {run.component_id for run in runs if run.component_id and run.landed_at}
        live = Scan.objects.filter(component__in=waiting, state__in=LIVE)
        self.under_work = landed | set(live.values_list("component_id", flat=True))
        copies = DigitalCopy.objects.filter(component__in=waiting, replaced_at__isnull=True)
        self.copied = set(copies.values_list("component_id", flat=True))

    def doubts(
        self, run: BatchRun, dossier: Dossier | None, component: Component | None
    ) -> Iterable[Doubt]:
        """Yield what speaks against putting a run where it says."""
        pages = self.pages[run.pk]
        if not pages:
            yield Doubt.EMPTY
        if any(page.state == SheetState.FAILED for page in pages):
            yield Doubt.FAILED
        if dossier is None:
            yield _no_dossier(run)
            return
        if Status(dossier.status) not in rules.OPEN_FOR_COPIES:
            yield Doubt.CLOSED
        if component is None:
            yield Doubt.NO_COMPONENT
            return
        told = {
            Doubt.TWICE: self.often[component.pk] > 1,
            Doubt.HAS_COPY: component.pk in self.copied,
            Doubt.UNDER_WORK: component.pk in self.under_work,
            Doubt.NOT_HANDED_IN: not (component.originals or component.copies),
        }
        yield from (doubt for doubt, holds in told.items() if holds)


def _no_dossier(run: BatchRun) -> Doubt:
    if not run.label:
        return Doubt.NO_LABEL
    if run.several:
        return Doubt.SEVERAL
    return Doubt.WRONG_LABEL if label_read(run.label) is None else Doubt.UNKNOWN


def _sheet(page: BatchPage) -> SheetView:
    return SheetView(
        id=page.pk,
        number=page.number,
        role=Role(page.role),
        state=SheetState(page.state),
        removed=page.removed,
        problem=page.problem,
        mark=page.preview_sha256[:12],
    )


@dataclass(frozen=True, slots=True)
class ToLabel:
    """A component that a separator sheet or label may be printed for."""

    code: str
    number: int
    name: str
    procedure: str


def labels_of(
    unit_ids: Iterable[int],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    code: str = "",
    every: bool = False,
) -> list[ToLabel]:
    """Return components of dossiers that these units receive or hand back, in their order.

    Of one dossier (`code`) or of those accepted from `since` until `until`; only components with
    paper, `every` one of a single dossier. Also those that no label can name (`label_text`).
    """
    units = list(unit_ids)
    mine = Q(dossier__receiving_unit__in=units) | Q(dossier__return_unit__in=units)
    rows = Component.objects.filter(mine, not_applicable=False)
    if code:
        rows = rows.filter(dossier__code=code)
    else:
        rows = rows.filter(dossier__accepted_at__gte=since, dossier__accepted_at__lt=until)
    if not every:
        rows = rows.filter(Q(originals__gt=0) | Q(copies__gt=0), ~is_shown())
    rows = rows.select_related("dossier__procedure_version")
    return [
        ToLabel(one.dossier.code, one.order, one.name, one.dossier.procedure_version.name)
        for one in rows.order_by("dossier__accepted_at", "dossier__code", "order", "pk")
    ]

"""Stacks of papers under work: they come in, their pages are arranged; nothing has effect yet.

What counts begins when a person confirms (`batch_landing.py`). Every act takes the batch's row
first, so that two officers at one stack stand in line, and says which arrangement it saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Max, Q, Sum
from django.utils.translation import gettext as _

from motcua.documents.scans.stacks import Stack, stack_hold
from motcua.dossiers.batch_types import BatchState, Role
from motcua.dossiers.label_rules import label_read
from motcua.dossiers.models import BatchFile, BatchPage, BatchRun, Component, Dossier, ScanBatch
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale
from motcua.kernel.failpoints import failpoint
from motcua.kernel.outbox import outbox_publish
from motcua.organisations.queries import unit_descendant_ids

TOPIC: Final = "scan.batch"
PAGES_MOST: Final = 1000
LIVE: Final = (BatchState.WORKING.value, BatchState.OPEN.value)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an upload: the batch, and how many files it had already."""

    batch_id: int
    again: int


def batch_take(
    *, actor: Actor, unit_id: int, stacks: Sequence[Stack], batch_id: int | None = None
) -> Taken:
    """Add files to a batch, or begin one with them; the worker takes them apart.

    A file that the batch has already is left out. Raises NotFound, Forbidden; Refused
    `batch_closed`, `too_many_pages`; Invalid when there is no file, or its bytes went with another
    batch that was taken apart in the same moment.
    """
    with transaction.atomic():
        if not stacks:
            text = _("Choose the file from the scanner, or pictures, first.")
            raise Invalid([FieldProblem("file", text)])
        if batch_id is None:
            posting = actor.posting_for(Action.DOSSIER_INTAKE, unit_id)
            batch = _begin(unit_id, posting)
        else:
            batch, posting = batch_lock(actor, batch_id)
        have = set(BatchFile.objects.filter(batch=batch).values_list("sha256", flat=True))
        fresh = {one.sha256: one for one in stacks if one.sha256 not in have}
        there = BatchFile.objects.filter(batch=batch).aggregate(pages=Sum("pages"))["pages"] or 0
        if there + sum(one.pages for one in fresh.values()) > PAGES_MOST:
            raise Refused(
                "too_many_pages",
                _("A batch takes %(most)s pages at most. Begin another one with the rest.")
                % {"most": PAGES_MOST},
            )
        if not all(stack_hold(sha256) for sha256 in sorted(fresh)):
            words = _("The file is not here any more. Please scan what is missing again.")
            raise Invalid([FieldProblem("file", words)])
        at = clock.now()
        BatchFile.objects.bulk_create(
            BatchFile(
                batch=batch, unit_id=batch.unit_id, sha256=one.sha256, size=one.size,
                kind=one.kind, pages=one.pages, added_by=posting.account_id, added_at=at,
            )
            for one in fresh.values()
        )  # fmt: skip
        if fresh:
            batch.state = BatchState.WORKING.value
            batch_changed(batch)
            outbox_publish(topic=TOPIC, messages=[(f"batch:{batch.pk}", {})])
        failpoint("operation.written")
    return Taken(batch.pk, len(stacks) - len(fresh))


def batch_drop(*, actor: Actor, batch_id: int, change: int) -> None:
    """Put aside what is left of a batch; what went into dossiers stays there."""
    with transaction.atomic():
        batch, _posting = batch_lock(actor, batch_id, change)
        _ended(batch)
        batch_changed(batch)


def batch_end(*, actor: Actor, batch_id: int, change: int) -> None:
    """Say that what went nowhere was looked at: nothing of the batch can be changed any more.

    Raises NotFound, Forbidden, Stale; Refused `batch_closed`, `parts_wait` as long as a part does.
    """
    with transaction.atomic():
        batch, _posting = batch_lock(actor, batch_id, change)
        waiting = BatchRun.objects.filter(batch=batch, landed_at__isnull=True).exists()
        if waiting or batch.state != BatchState.OPEN:
            raise Refused("parts_wait", _("Parts of this stack still wait. See to them first."))
        _ended(batch)
        batch_changed(batch)


def batch_page_remove(
    *, actor: Actor, batch_id: int, change: int, page_id: int, removed: bool
) -> None:
    """Take a page away, or bring one back: to its run, at the place that it had in the stack.

    One whose run is in its dossier already comes back in a run of its own behind it, of the same
    component.
    """
    with transaction.atomic():
        batch, page = _page_lock(actor, batch_id, change, page_id)
        page.removed = removed
        if not removed:
            page.role = Role.PAGE.value
            page.run = _waiting(page.run) or _run_behind(batch, page.run)
            rows = _rows(page.run, but=page)
            rows.insert(sum(row.number < page.number for row in rows), page)
            _ordered(rows)
        page.save()
        batch_changed(batch)


def batch_page_put(
    *, actor: Actor, batch_id: int, change: int, page_id: int, run_id: int, place: int
) -> None:
    """Put a page into a run at a place (from 1); the others close up."""
    with transaction.atomic():
        batch, page = _page_lock(actor, batch_id, change, page_id)
        if page.removed:
            raise NotFound("page_unknown", _("There is no such page here."))
        run = _run_get(batch, run_id)
        rows = _rows(run, but=page)
        rows.insert(max(0, min(len(rows), place - 1)), page)
        page.run = run
        page.save()
        _ordered(rows)
        batch_changed(batch)


def batch_page_split(*, actor: Actor, batch_id: int, change: int, page_id: int) -> int:
    """Let a new run begin with this page; it waits for its component. Returns the run."""
    with transaction.atomic():
        batch, page = _page_lock(actor, batch_id, change, page_id)
        if page.run is None or page.removed:
            raise NotFound("page_unknown", _("There is no such page here."))
        rows = _rows(page.run)
        place = next(number for number, row in enumerate(rows) if row.pk == page.pk)
        later = BatchRun.objects.select_for_update().filter(batch=batch, order__gt=page.run.order)
        for run in later.order_by("-order", "-pk"):
            run.order += 1
            run.save(update_fields=["order"])
        made = BatchRun.objects.create(
            batch=batch, unit_id=batch.unit_id, order=page.run.order + 1, dossier=page.run.dossier
        )
        with_it = BatchPage.objects.filter(run=page.run, removed=True, number__gt=page.number)
        with_it.update(run=made)
        for row in rows[place:]:
            row.run = made
            row.save(update_fields=["run"])
        _ordered(rows[place:])
        batch_changed(batch)
    return made.pk


def batch_run_join(*, actor: Actor, batch_id: int, change: int, run_id: int) -> None:
    """Put the pages of a run behind those of the run before it."""
    with transaction.atomic():
        batch, _posting = batch_lock(actor, batch_id, change)
        run = _run_get(batch, run_id)
        waiting = BatchRun.objects.filter(batch=batch, landed_at__isnull=True, order__lt=run.order)
        before = waiting.order_by("-order", "-pk").first()
        if before is None:
            raise Refused("no_run_before", _("There is no part before this one."))
        _ordered(_rows(before) + _rows(run))
        BatchPage.objects.filter(run=run).update(run=before)
        run.delete()
        batch_changed(batch)


def batch_run_drop(*, actor: Actor, batch_id: int, change: int, run_id: int) -> None:
    """Take a run away with its pages; each of them can be brought back."""
    with transaction.atomic():
        batch, _posting = batch_lock(actor, batch_id, change)
        run = _run_get(batch, run_id)
        BatchPage.objects.filter(run=run).update(removed=True, run=None)
        run.delete()
        batch_finish(batch)
        batch_changed(batch)


def batch_run_name(
    *,
    actor: Actor,
    batch_id: int,
    change: int,
    run_id: int,
    dossier: str = "",
    component_id: int = 0,
) -> None:
    """Say what a run belongs to.

    `dossier` is a code or the text of a label (a hand scanner types it); `component_id` a row of
    the dossier that the run has already. Raises Invalid at `dossier` for what is no dossier of
    the batch's unit, NotFound for a component of another one.
    """
    with transaction.atomic():
        batch, _posting = batch_lock(actor, batch_id, change)
        run = _run_get(batch, run_id)
        if component_id:
            found = Component.objects.filter(dossier=run.dossier_id, pk=component_id).first()
            if found is None:
                text = _("There is no such component in this dossier.")
                raise NotFound("component_unknown", text)
            run.component = found
        else:
            label = label_read(dossier)
            code, order = (label.code, label.order) if label else (dossier.strip().upper(), 0)
            run.dossier, run.component = target_find(batch.unit_id, code, order)
            if run.dossier is None:
                text = _("No dossier of this unit has this code.")
                raise Invalid([FieldProblem("dossier", text)])
        run.several = False
        run.save(update_fields=["dossier", "component", "several"])
        batch_changed(batch)


# --- shared with `batch_making` and `batch_landing` ------------------------------
def batch_lock(
    actor: Actor, batch_id: int, change: int | None = None
) -> tuple[ScanBatch, PostingView]:
    """Lock a live batch; raises NotFound, Forbidden, Refused `batch_closed`, Stale."""
    batch = ScanBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("batch_unknown", _("There is no such batch here."))
    posting = actor.posting_for(Action.DOSSIER_INTAKE, batch.unit_id)
    if batch.state not in LIVE:
        raise Refused("batch_closed", _("This batch is finished: nothing of it can be changed."))
    if change is not None and batch.change != change:
        raise Stale(
            "batch_changed",
            _("Somebody else has changed these pages in the meantime. Please look at them again."),
            version=batch.change,
        )
    return batch, posting


def batch_changed(batch: ScanBatch) -> None:
    """Count a change, so that whoever saw the pages of before is told."""
    batch.change += 1
    batch.changed_at = clock.now()
    batch.save(update_fields=["state", "change", "changed_at"])


def batch_finish(batch: ScanBatch) -> None:
    """Call an open batch done when nothing of it waits any more; to be saved by the caller.

    As long as pages were taken out that are no separators a person ends it (`batch_end`): a
    written page that was taken for an empty one is often seen at the end only.
    """
    waiting = BatchRun.objects.filter(batch=batch, landed_at__isnull=True)
    if batch.state != BatchState.OPEN or waiting.exists():
        return
    out = BatchPage.objects.filter(batch=batch, removed=True)
    if not out.exclude(role=Role.SEPARATOR.value).exists():
        _ended(batch)


def _ended(batch: ScanBatch) -> None:
    landed = BatchRun.objects.filter(batch=batch, landed_at__isnull=False).exists()
    batch.state = (BatchState.DONE if landed else BatchState.DROPPED).value


def target_find(unit_id: int, code: str, order: int) -> tuple[Dossier | None, Component | None]:
    """Return the dossier of a unit with this code, and its component of this number.

    A dossier that neither the unit nor a body of it receives or hands back is none. For the
    dossier as a whole (0) its only component.
    """
    units = {unit_id, *unit_descendant_ids(unit_id)}
    mine = Q(receiving_unit__in=units) | Q(return_unit__in=units)
    dossier = Dossier.objects.filter(mine, code=code).first()
    if dossier is None:
        return None, None
    rows = list(Component.objects.filter(dossier=dossier).order_by("order", "pk"))
    if order:
        return dossier, next((row for row in rows if row.order == order), None)
    return dossier, rows[0] if len(rows) == 1 else None


def _begin(unit_id: int, posting: PostingView) -> ScanBatch:
    at = clock.now()
    return ScanBatch.objects.create(
        unit_id=unit_id,
        state=BatchState.WORKING.value,
        begun_by=posting.account_id,
        begun_at=at,
        changed_at=at,
    )


def _page_lock(
    actor: Actor, batch_id: int, change: int, page_id: int
) -> tuple[ScanBatch, BatchPage]:
    batch, _posting = batch_lock(actor, batch_id, change)
    page = BatchPage.objects.filter(batch=batch, pk=page_id).select_related("run").first()
    landed = page is not None and page.run is not None and page.run.landed_at is not None
    if page is None or (landed and not page.removed):
        raise NotFound("page_unknown", _("There is no such page here."))
    return batch, page


def _run_get(batch: ScanBatch, run_id: int) -> BatchRun:
    run = BatchRun.objects.filter(batch=batch, pk=run_id, landed_at__isnull=True).first()
    if run is None:
        raise NotFound("run_unknown", _("There is no such part of this batch."))
    return run


def _waiting(run: BatchRun | None) -> BatchRun | None:
    return run if run is not None and run.landed_at is None else None


def _run_behind(batch: ScanBatch, landed: BatchRun | None) -> BatchRun:
    """Return a run for a page whose own is gone (new, at the end) or landed (of its component)."""
    if landed is not None:
        waiting = BatchRun.objects.filter(batch=batch, landed_at__isnull=True)
        same = waiting.filter(dossier=landed.dossier_id, component=landed.component_id)
        if (found := same.order_by("-order", "-pk").first()) is not None:
            return found
    last = BatchRun.objects.filter(batch=batch).aggregate(last=Max("order"))["last"] or 0
    return BatchRun.objects.create(
        batch=batch, unit_id=batch.unit_id, order=last + 1,
        dossier=landed.dossier if landed else None, component=landed.component if landed else None,
    )  # fmt: skip


def _rows(run: BatchRun, *, but: BatchPage | None = None) -> list[BatchPage]:
    rows = BatchPage.objects.filter(run=run, removed=False).order_by("order", "pk")
    return [row for row in rows if but is None or row.pk != but.pk]


def _ordered(rows: Sequence[BatchPage]) -> None:
    for place, row in enumerate(rows, 1):
        row.order = place
    BatchPage.objects.bulk_update(rows, ["order"])

"""The slow part of bulk scanning: files taken apart, each page looked at, runs proposed.

Like `scan_making`: some seconds in the request, the rest in the worker; outside of transactions,
one page (or a few) in memory at a time; whoever is killed loses the part in hand and nothing else.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from motcua.documents.looking import page_look
from motcua.documents.passing import passing_open, passing_store
from motcua.documents.queries import file_open, files_told
from motcua.documents.scans.stacks import (
    CHUNK_PAGES,
    Stack,
    StackPage,
    sheet_look,
    stack_gone,
    stack_hold,
    stack_pages,
)
from motcua.documents.services import file_store
from motcua.documents.types import FileRefused, FileUnchecked, Hold
from motcua.dossiers.batch_types import BatchState, Role, SheetState
from motcua.dossiers.label_rules import MARK, SheetFound, label_read, runs_find
from motcua.dossiers.models import BatchFile, BatchPage, BatchRun, ScanBatch
from motcua.dossiers.services.batches import TOPIC, batch_changed, target_find
from motcua.dossiers.services.scan_making import Left, ScanWaits
from motcua.identity.types import Action, Actor
from motcua.kernel.claims import Claim, claimed
from motcua.kernel.errors import NotFound
from motcua.kernel.outbox import Message, outbox_publish
from motcua.kernel.scope import SYSTEM, Scope, scope_use

SECONDS: Final = 25  # of one message: well within a worker's lease


def batch_worked(message: Message) -> None:
    """Go on with a batch, once the transaction of the delivery has ended (see `scan_worked`)."""
    transaction.on_commit(partial(_go_on, int(message.subject.partition(":")[2])))


def _go_on(batch_id: int) -> None:
    left = _work_alone(batch_id, SYSTEM, seconds=SECONDS)
    if left in {Left.BUSY, Left.UNCHECKED}:
        raise ScanWaits(f"batch {batch_id}: {left.value}")


def batch_work(batch_id: int, *, seconds: float, scope: Scope) -> bool:
    """Take a batch apart and propose its runs; False: not finished in this time.

    To be called outside of a transaction.
    """
    return _work_alone(batch_id, scope, seconds=seconds) is Left.NOTHING


def _work_alone(batch_id: int, scope: Scope, *, seconds: float) -> Left:
    with claimed(ScanBatch, batch_id, scope) as claim:
        ends = time.monotonic() + seconds
        left = _work(batch_id, scope, ends, claim) if claim.held else Left.BUSY
    if left is Left.TIME:
        with scope_use(scope):
            outbox_publish(topic=TOPIC, messages=[(f"batch:{batch_id}", {})])
    return left


def _work(batch_id: int, scope: Scope, ends: float, claim: Claim) -> Left:
    with scope_use(scope):
        if not ScanBatch.objects.filter(pk=batch_id, state=BatchState.WORKING.value).exists():
            return Left.NOTHING
    left = _taken_apart(batch_id, scope, ends, claim)
    if left is Left.NOTHING:
        left = _looked_at(batch_id, scope, ends, claim)
    if left is Left.NOTHING:
        with scope_use(scope):
            _propose(batch_id)
    return left


def _taken_apart(batch_id: int, scope: Scope, ends: float, claim: Claim) -> Left:
    while claim.keep():
        with scope_use(scope):
            files = list(BatchFile.objects.filter(batch=batch_id).order_by("pk"))
        file = next((one for one in files if one.taken < one.pages), None)
        if file is None:
            return Left.NOTHING
        if time.monotonic() > ends:
            return Left.TIME
        before = sum(one.pages for one in files if one.pk < file.pk)
        pages, problem = _part(file)
        with scope_use(scope):
            _part_keep(file, before, pages, problem)
        if file.taken >= file.pages:
            with scope_use(SYSTEM):  # another unit may have scanned the same papers
                _stack_end(file)
    return Left.BUSY


def _part(file: BatchFile) -> tuple[list[StackPage], str]:
    """Return the next pages of a file, or why the next one cannot be had."""
    stack = Stack(file.sha256, file.size, file.kind, file.pages)
    problem = ""
    for most in (CHUNK_PAGES, 1):  # one that cannot be read does not cost those beside it
        try:
            return stack_pages(stack, file.taken, most=most), ""
        except FileRefused as refusal:
            problem = str(refusal.problems[0].message)
        except FileNotFoundError:
            file.taken = file.pages - 1
            words = _("The file is not here any more. Please scan what is missing again.")
            return [], words
    return [], problem


def _part_keep(file: BatchFile, before: int, pages: list[StackPage], problem: str) -> None:
    """Store pages and count them, in one transaction; a page that is refused is told."""
    rows, problems = [], [problem] if problem else []
    for place, page in enumerate(pages, file.taken):
        try:
            stored = file_store(data=page.data, name=page.name)
        except FileRefused as refusal:
            words = _("Page %(number)s: %(problem)s")
            told = {"number": place + 1, "problem": refusal.problems[0].message}
            problems.append(words % told)
            continue
        rows.append(
            BatchPage(
                batch_id=file.batch_id, unit_id=file.unit_id, source=file, place=place,
                number=before + place + 1, file_id=stored.id, drawn=page.drawn, dpi=page.dpi,
                state=SheetState.WAITING.value, role=Role.PAGE.value,
            )
        )  # fmt: skip
    BatchPage.objects.bulk_create(rows, ignore_conflicts=True)
    file.taken += max(1, len(pages))
    if problems:
        file.problem = " ".join([file.problem, *problems]).strip()[:300]
    file.save(update_fields=["taken", "problem"])


def _stack_end(file: BatchFile) -> None:
    """Forget the bytes of a file whose pages are all stored, unless another batch needs them.

    Every unit's batches count: the caller has the scope of the system.
    """
    stack_hold(file.sha256)
    wanted = BatchFile.objects.filter(sha256=file.sha256).exclude(pk=file.pk)
    if not any(one.taken < one.pages for one in wanted):
        stack_gone(file.sha256)


def _looked_at(batch_id: int, scope: Scope, ends: float, claim: Claim) -> Left:
    left = Left.NOTHING
    with scope_use(scope):
        waiting = BatchPage.objects.filter(batch=batch_id, state=SheetState.WAITING.value)
        ids = list(waiting.order_by("number").values_list("pk", flat=True))
    for one in ids:
        if not claim.keep():
            return Left.BUSY
        with scope_use(scope):
            page = BatchPage.objects.get(pk=one)
        if not _look(page, scope):
            left = Left.UNCHECKED
        if time.monotonic() > ends and one != ids[-1]:
            return Left.TIME
    return left


def _look(page: BatchPage, scope: Scope) -> bool:
    """See what is on a page; False: not now, for the scanner's verdict is waited for."""
    try:
        with scope_use(scope):
            data = page_bytes(page)
        sheet = sheet_look(data, mark=MARK)
        sha256, size = passing_store(sheet.preview)
        fields: dict[str, Any] = {
            "state": SheetState.READY.value,
            "labels": list(sheet.labels),
            "role": (Role.BLANK if sheet.blank else Role.PAGE).value,
            "preview_sha256": sha256,
            "preview_size": size,
        }
    except FileUnchecked as refusal:
        with scope_use(scope):
            (told,) = files_told([page.file_id] if page.file_id else []).values()
        if told.hold is not Hold.MALWARE:
            return False
        fields = {"state": SheetState.FAILED.value, "problem": str(refusal.message)[:300]}
    except FileRefused as refusal:
        words = str(refusal.problems[0].message)[:300]
        fields = {"state": SheetState.FAILED.value, "problem": words}
    with scope_use(scope):
        BatchPage.objects.filter(pk=page.pk).update(**fields)
    return True


def page_bytes(page: BatchPage) -> bytes:
    """Return a page as a picture; raises what `file_open` refuses, and FileRefused.

    NotFound for a page that went nowhere and was let go.
    """
    if page.file_id is None:
        raise NotFound("page_forgotten", _("There is no picture of this page any more."))
    if page.drawn:
        return page_look(page.file_id, 1).data
    with file_open(page.file_id) as stream:
        return stream.read()


def preview_open(actor: Actor, batch_id: int, page_id: int) -> bytes:
    """Return the small picture of a page; one that was swept is made again, the same bytes.

    To be called outside of a transaction. Raises NotFound, Forbidden, what `file_open` refuses.
    """
    with scope_use(actor.scope):
        page = BatchPage.objects.filter(batch=batch_id, pk=page_id).first()
        if page is None or not page.preview_sha256:
            raise NotFound("page_unknown", _("There is no picture of this page at the moment."))
        actor.posting_for(Action.DOSSIER_INTAKE, page.unit_id)
        try:
            with passing_open(page.preview_sha256, page.preview_size) as stream:
                return stream.read()
        except (FileNotFoundError, ValueError):
            data = page_bytes(page)
    preview = sheet_look(data, mark=MARK).preview
    passing_store(preview)
    return preview


def _propose(batch_id: int) -> None:
    """Divide what is new at its separators; what a person arranged before stays as it is."""
    batch = ScanBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state != BatchState.WORKING.value or _unfinished(batch):
        return  # files came in the meantime; their message goes on
    fresh = BatchPage.objects.filter(batch=batch, run=None, removed=False)
    pages = {page.pk: page for page in fresh.order_by("number")}
    order = BatchRun.objects.filter(batch=batch).aggregate(last=Max("order"))["last"] or 0
    sheets = [
        SheetFound(page.pk, tuple(page.labels), page.role == Role.BLANK) for page in pages.values()
    ]
    for found in runs_find(sheets):
        order += 1
        label = label_read(found.label) if found.target else None
        dossier, component = (
            target_find(batch.unit_id, label.code, label.order) if label else (None, None)
        )
        run = BatchRun.objects.create(
            batch=batch, unit_id=batch.unit_id, order=order, label=found.label,
            several=found.several, dossier=dossier, component=component,
        )  # fmt: skip
        for place, one in enumerate(found.pages, 1):
            pages[one].order = place
        for one in found.separators:
            pages[one].role, pages[one].removed = Role.SEPARATOR.value, True
        for one in found.blanks:
            pages[one].removed = True
        for one in found.pages + found.separators + found.blanks:
            pages[one].run = run
    BatchPage.objects.bulk_update(pages.values(), ["run", "order", "role", "removed"])
    batch.state = BatchState.OPEN.value
    batch_changed(batch)


def _unfinished(batch: ScanBatch) -> bool:
    told = BatchFile.objects.filter(batch=batch).aggregate(pages=Sum("pages"), taken=Sum("taken"))
    waiting = BatchPage.objects.filter(batch=batch, state=SheetState.WAITING.value)
    return (told["taken"] or 0) < (told["pages"] or 0) or waiting.exists()

"""A process as a whole: suspend, resume, cancel."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.kernel import events as bus
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.workflow.events import ProcessCancelled, ProcessResumed, ProcessSuspended
from motcua.workflow.models import LIVE, HandOver, Process, WorkItem
from motcua.workflow.queries.definitions import deployed
from motcua.workflow.queries.progress import process_unknown
from motcua.workflow.rules.hours import due_moved, minutes_to_end, step_latest
from motcua.workflow.services.waits import timers_move, waits_over
from motcua.workflow.types import ItemState, ProcessStatus


def process_suspend(*, process_id: int, at: datetime) -> None:
    """Let the clock stand still; nothing can be completed until it runs on.

    Raises NotFound, Refused `process_not_active`.
    """
    process = _locked(process_id)
    if process.status != ProcessStatus.ACTIVE:
        raise Refused("process_not_active", _("The clock does not run, so it cannot be stopped."))
    _write(process, status=ProcessStatus.SUSPENDED, suspended_at=at)
    WorkItem.objects.filter(LIVE, process_id=process_id).update(paused_at=at)
    bus.emit(ProcessSuspended(process_id, process.subject, at))


def process_resume(*, process_id: int, at: datetime, deadline_at: datetime | None = None) -> None:
    """Let the clock run on; live items are due later by the suspended working time.

    `deadline_at` replaces the process's deadline when given; no item is due after it.
    Raises NotFound, Refused `process_not_suspended`.
    """
    process = _locked(process_id)
    suspended_at = process.suspended_at
    if process.status != ProcessStatus.SUSPENDED or suspended_at is None:
        raise Refused("process_not_suspended", _("The clock is running already."))
    deadline_at = deadline_at or process.deadline_at
    items = list(WorkItem.objects.filter(LIVE, process_id=process_id).order_by("pk"))
    for item in items:
        item.paused_at = None
        moved = due_moved(
            item.due_at,
            suspended=suspended_at,
            resumed=at,
            calendar=calendar_for(item.unit_id),
        )
        overdue = item.due_at <= suspended_at
        item.due_at = moved if overdue or deadline_at is None else min(moved, deadline_at)
    _write(process, status=ProcessStatus.ACTIVE, suspended_at=None, deadline_at=deadline_at)
    WorkItem.objects.bulk_update(items, ["due_at", "paused_at"])
    timers_move(process_id, suspended=suspended_at, resumed=at)
    bus.emit(ProcessResumed(process_id, process.subject, at, suspended_at))


def process_deadline_move(*, process_id: int, deadline_at: datetime) -> None:
    """Give a process another deadline: open items end in time for it and for what comes after them.

    A later one moves no step: each keeps the hours that it was given. Nothing happens to a process
    that is over.
    """
    process = _locked(process_id)
    if process.status not in {ProcessStatus.ACTIVE, ProcessStatus.SUSPENDED}:
        return
    _write(process, deadline_at=deadline_at)
    diagram = deployed(process.definition_id, process.definition.sha256).diagram
    remaining = minutes_to_end(diagram, process.context["minutes"])
    items = list(WorkItem.objects.filter(LIVE, process_id=process_id).order_by("pk"))
    for item in items:
        latest = step_latest(
            opened=item.opened_at,
            remaining=remaining[item.element] - item.minutes,
            deadline=deadline_at,
            calendar=calendar_for(item.unit_id),
        )
        item.due_at = min(item.due_at, latest)
    WorkItem.objects.bulk_update(items, ["due_at"])


def process_due_move(*, process_id: int, due_at: datetime) -> None:
    """Give a process that is one step another deadline: what is open in it is due then.

    Raises NotFound, Refused `process_over`.
    """
    process = _locked(process_id)
    if process.status not in {ProcessStatus.ACTIVE, ProcessStatus.SUSPENDED}:
        raise Refused("process_over", _("This is finished already."))
    _write(process, deadline_at=due_at)
    WorkItem.objects.filter(LIVE, process_id=process_id).update(due_at=due_at)


def process_cancel(
    *, process_id: int, reason: str, at: datetime, account_id: int | None = None
) -> None:
    """Stop a process and cancel its live items.

    Raises NotFound, Refused `process_over`, Invalid without a reason.
    """
    process = _locked(process_id)
    if process.status not in {ProcessStatus.ACTIVE, ProcessStatus.SUSPENDED}:
        raise Refused("process_over", _("This is finished already."))
    if not reason.strip():
        raise Invalid([FieldProblem("reason", _("Give the reason."))])
    _write(
        process,
        status=ProcessStatus.CANCELLED,
        suspended_at=None,
        ended_at=at,
        end_reason=reason.strip(),
    )
    waits_over(process_id, at=at)
    HandOver.objects.filter(process_id=process_id, confirmed_at__isnull=True).update(
        confirmed_at=at, confirmed_by_id=account_id
    )
    WorkItem.objects.filter(LIVE, process_id=process_id).update(
        state=ItemState.CANCELLED, offered_to_id=None, paused_at=None, version=F("version") + 1
    )
    bus.emit(ProcessCancelled(process_id, process.subject, at, reason.strip(), account_id))


def _locked(process_id: int) -> Process:
    process = Process.objects.select_for_update().filter(pk=process_id).first()
    if process is None:
        raise process_unknown()
    return process


def _write(process: Process, **changes: object) -> None:
    Process.objects.filter(pk=process.pk).update(version=F("version") + 1, **changes)

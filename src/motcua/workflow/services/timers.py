"""Timers of running processes whose time is over (`services.waits` sets and moves them).

A job looks for them (`workflow.tasks`); nothing is kept in it. Calendar time goes on while nobody
works, working hours only in the sessions of the unit that the drawing names.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from motcua.kernel import events as bus
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.events import TimerFired
from motcua.workflow.models import HandOver, Timer, WorkItem
from motcua.workflow.queries.definitions import deployed
from motcua.workflow.queries.items import item_view
from motcua.workflow.services.advance import go_on, process_locked
from motcua.workflow.services.common import Giver
from motcua.workflow.services.waits import timers_over
from motcua.workflow.types import LIVE_STATES, ItemState, ProcessStatus, TimerState

log = logging.getLogger(__name__)
PAGE, PAGES = 200, 50  # in one look
HELD, HELD_MOST = timedelta(minutes=2), timedelta(hours=2)
"""How long one that failed is left alone: twice as long each time."""


def timers_fire(*, at: datetime) -> int:
    """Go on wherever a time is over; return in how many processes. Each in its own transaction.

    What cannot go on is logged and left alone for a while, longer each time, so that it never
    stands before the others.
    """
    fired = 0
    for _page in range(PAGES):
        with scope_use(SYSTEM):
            ids = list(_due(at).order_by("fires_at", "pk").values_list("pk", flat=True)[:PAGE])
        for timer_id in ids:
            try:
                with scope_use(SYSTEM), transaction.atomic():
                    fired += _fire(timer_id, at)
            except Exception:
                log.exception("timer %s could not go on", timer_id)
                _hold(timer_id, at)
        if len(ids) < PAGE:
            break
    return fired


def _due(at: datetime) -> QuerySet[Timer]:
    return Timer.objects.filter(
        Q(held_until__isnull=True) | Q(held_until__lte=at),
        state=TimerState.WAITING,
        fires_at__lte=at,
        process__status=ProcessStatus.ACTIVE,
    )


def _hold(timer_id: int, at: datetime) -> None:
    with scope_use(SYSTEM):
        failures = Timer.objects.values_list("failures", flat=True).get(pk=timer_id)
        pause = min(HELD * 2 ** min(failures, 10), HELD_MOST)
        Timer.objects.filter(pk=timer_id).update(held_until=at + pause, failures=failures + 1)


def _fire(timer_id: int, at: datetime) -> bool:
    process_id = Timer.objects.values_list("process_id", flat=True).get(pk=timer_id)
    process = process_locked(process_id)
    timer = Timer.objects.select_related("item").get(pk=timer_id)
    if timer.state != TimerState.WAITING or process.status != ProcessStatus.ACTIVE:
        return False  # somebody was quicker
    definition = deployed(process.definition_id, process.definition.sha256)
    item = timer.item
    if item is not None and ItemState(item.state) not in LIVE_STATES:
        timers_over(process_id, at=at, item_id=item.pk)
        return False
    element = timer.element
    if item is not None:
        element = item.element
        edge = next(e for e in definition.diagram.edges_of(element) if e.id == timer.element)
        process.context["outcomes"][element] = process.context["last"] = edge.code
        _item_end(item, at)
        timers_over(process_id, at=at, item_id=item.pk)
    Timer.objects.filter(pk=timer_id).update(state=TimerState.FIRED, over_at=at)
    giver = Giver(item.unit_id if item else None, item.holder_id if item else None)
    go_on(process, definition, element, giver=giver, at=at)
    view = item_view(item, process.subject, definition) if item else None
    bus.emit(TimerFired(process.pk, process.subject, timer.element, at, view))
    return True


def _item_end(item: WorkItem, at: datetime) -> None:
    """Close the work whose time is over; whoever has it open is told that it was changed."""
    # The item before its hops, as everybody else locks them.
    WorkItem.objects.filter(pk=item.pk).update(
        state=ItemState.CANCELLED, offered_to_id=None, version=F("version") + 1
    )
    HandOver.objects.filter(item_id=item.pk, confirmed_at__isnull=True).update(confirmed_at=at)
    item.state = ItemState.CANCELLED

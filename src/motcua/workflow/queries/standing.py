"""How many pieces of work stand at which step, and how those of one person stand: light sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from motcua.kernel import clock
from motcua.workflow.models import LIVE, WorkItem
from motcua.workflow.queries.worklist import bounds_today
from motcua.workflow.types import WAITING_ACTS, Act, ItemState

_WAITS = Q(act__in=sorted(WAITING_ACTS))
_IN_TIME = _WAITS | Q(completed_at__lte=F("due_at"))


def acts_waiting(unit_ids: Iterable[int]) -> dict[Act, int]:
    """Return how many live pieces of work of some units stand at each act; one statement."""
    rows = WorkItem.objects.filter(LIVE, unit_id__in=sorted(set(unit_ids)))
    counted = rows.order_by("act").values_list("act").annotate(n=Count("id"))
    return {Act(act): n for act, n in counted}


@dataclass(frozen=True, slots=True)
class OwnWork:
    """The live work of one person: what they hold and what was handed to them."""

    open: int
    overdue: int
    today: int  # due by the end of the present day
    soon: int  # by the end of the second day after
    paused: int
    to_confirm: int  # handed over, and not confirmed yet


@dataclass(frozen=True, slots=True)
class OwnDone:
    """The steps of one kind that one person finished since an instant, against their own time."""

    act: Act
    done: int
    in_time: int
    today: int

    @property
    def late(self) -> int:
        """Return how many were finished after the due instant of the step."""
        return self.done - self.in_time


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A finished step: what it was about, when it was due and done."""

    id: int
    subject: str
    act: Act
    due_at: datetime
    completed_at: datetime

    @property
    def in_time(self) -> bool:
        """Whether it was finished by its due instant; to wait for somebody is no lateness."""
        return self.act in WAITING_ACTS or self.completed_at <= self.due_at


def own_work(account_id: int, unit_ids: Iterable[int]) -> OwnWork:
    """Return how the work of one person stands now; one statement."""
    now, today, soon = bounds_today(clock.now())
    mine = Q(claimed_by_id=account_id, state=ItemState.CLAIMED.value)
    offered = Q(offered_to_id=account_id, state=ItemState.HANDED_OVER.value)
    rows = WorkItem.objects.filter(mine | offered, unit_id__in=sorted(set(unit_ids)))
    runs = Q(paused_at=None) & ~_WAITS
    found = rows.aggregate(
        open=Count("id"),
        overdue=Count("id", filter=runs & Q(due_at__lt=now)),
        today=Count("id", filter=runs & Q(due_at__gte=now, due_at__lt=today)),
        soon=Count("id", filter=runs & Q(due_at__gte=today, due_at__lt=soon)),
        paused=Count("id", filter=~Q(paused_at=None) & ~_WAITS),
        to_confirm=Count("id", filter=offered),
    )
    return OwnWork(**found)


def own_done(account_id: int, unit_ids: Iterable[int], since: datetime) -> tuple[OwnDone, ...]:
    """Return what one person finished since an instant by kind of step, most first.

    In time: not after the step's due instant; to hand over late, because the applicant came late,
    is no lateness. One statement.
    """
    found = (
        _finished(account_id, unit_ids, since)
        .order_by("act")
        .values_list("act")
        .annotate(
            done=Count("id"),
            in_time=Count("id", filter=_IN_TIME),
            today=Count("id", filter=Q(completed_at__gte=clock.midnight(clock.today()))),
        )
    )
    rows = [OwnDone(Act(act), done, in_time, today) for act, done, in_time, today in found]
    return tuple(sorted(rows, key=lambda one: (-one.done, one.act)))


def own_steps(
    account_id: int,
    unit_ids: Iterable[int],
    since: datetime,
    *,
    act: Act | None = None,
    late: bool | None = None,
    today: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> list[DoneStep]:
    """Return the steps behind `own_done`, the newest first, from before an id; one statement."""
    rows = _finished(account_id, unit_ids, since)
    if act is not None:
        rows = rows.filter(act=act.value)
    if late is not None:
        rows = rows.exclude(_IN_TIME) if late else rows.filter(_IN_TIME)
    if today:
        rows = rows.filter(completed_at__gte=clock.midnight(clock.today()))
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = rows.order_by("-id").values_list(
        "id", "process__subject", "act", "due_at", "completed_at"
    )
    return [
        DoneStep(key, subject, Act(name), due, completed)
        for key, subject, name, due, completed in found[:limit]
        if completed is not None
    ]


def _finished(account_id: int, unit_ids: Iterable[int], since: datetime) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(
        completed_by_id=account_id,
        completed_at__gte=since,
        completed_at__lte=clock.now(),
        unit_id__in=sorted(set(unit_ids)),
    )

"""One ticket changed: read under the lock of its queue, judged by the rules, written with why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.text import nfc
from motcua.reception import rules
from motcua.reception.models import Queue, Ticket, TicketEvent
from motcua.reception.queries.house import house_of
from motcua.reception.queries.tickets import ticket_value
from motcua.reception.rules import Happening, StepRefused
from motcua.reception.services._live import call_tell, calls_in_turn, change_tell
from motcua.reception.types import Step

REASON_LONGEST = 300
_WHY = {
    "too_early": lambda: _("The call is still running; give the person a moment."),
    "counter": lambda: _("Another counter has called this number."),
    "ground": lambda: _("Say why this person goes first."),
    "queue": lambda: _("Choose another queue."),
    "state": lambda: _("This is not possible as the number stands now."),
}


def queues_lock(queue_ids: Iterable[int]) -> None:
    """Lock queues in the order of their keys: whoever calls from one of them waits here."""
    ids = sorted(set(queue_ids))
    list(Queue.objects.select_for_update().filter(id__in=ids).order_by("id").values_list("id"))


def ticket_lock(ticket_id: int) -> Ticket:
    """Return a ticket under its own lock; raises NotFound out of scope."""
    found = Ticket.objects.select_for_update(of=("self",)).filter(id=ticket_id).first()
    if found is None:
        raise NotFound("ticket_unknown", _("There is no such number here."))
    return found


def step_write(
    row: Ticket,
    happening: Happening,
    *,
    reason: str = "",
    account_id: int | None = None,
    posting_id: int | None = None,
) -> Ticket:
    """Let a step happen to a locked ticket and append it. Raises Refused in plain words."""
    was, before = row.counter_id, (row.queue_id, row.band)
    try:
        after = rules.apply(ticket_value(row), happening, house_of(row.unit_id).hall)
    except StepRefused as refusal:
        raise Refused(f"ticket_{refusal.reason}", _WHY[refusal.reason]()) from refusal
    row.queue_id = after.queue
    row.state, row.band, row.ground = after.state.value, after.band.value, after.ground.value
    row.since, row.counter_id, row.called_at = after.since, after.counter, after.called_at
    row.started_at, row.ended_at, row.misses = after.started_at, after.ended_at, after.misses
    row.save()
    is_call = happening.step in {Step.CALLED, Step.RECALLED}
    if is_call:
        calls_in_turn(row.unit_id)
    event = TicketEvent.objects.create(
        ticket=row,
        unit_id=row.unit_id,
        at=happening.at,
        step=happening.step.value,
        ground=happening.ground.value,
        counter_id=happening.counter or was,
        reason=nfc(reason).strip()[:REASON_LONGEST],
        account_id=account_id,
        posting_id=posting_id,
        queue_id=before[0] if is_call else None,
        band=before[1] if is_call else None,
    )
    if is_call and event.counter is not None:
        call_tell(
            row.unit_id,
            serial=event.pk,
            name=row.name,
            counter=event.counter.number,
            at=happening.at,
        )
    else:
        change_tell(row.unit_id)
    return row


def happening(step: Step, at: datetime | None = None, **more: object) -> Happening:
    """Return a step that happens now."""
    return Happening(step, at or clock.now(), **more)  # type: ignore[arg-type]

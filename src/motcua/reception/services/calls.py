"""What a counter does: call, call again, begin, park, pass on, finish; two counters, one number."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.queries import dossier_get
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.reception import rules
from motcua.reception.models import AT_COUNTER, Counter, Queue, Ticket, TicketEvent
from motcua.reception.queries.house import house_of
from motcua.reception.queries.tickets import ticket_value, ticket_view
from motcua.reception.services._ticket import happening, queues_lock, step_write, ticket_lock
from motcua.reception.types import Band, Ground, Step, TicketState, TicketView

REASON_LEAST = 3


def ticket_call_next(*, actor: Actor, counter_id: int) -> TicketView | None:
    """Call who is next for a counter; None when nobody waits.

    Pressed twice it returns the number that is called already. Raises Refused while somebody is
    being served there. Two counters at once never get one number: they meet at the queues' locks.
    """
    with transaction.atomic():
        counter, posting_id = _seat(actor, counter_id)
        queues_lock(counter.queue_ids)
        there = _at(counter)
        if there is not None:
            if there.state == TicketState.CALLED.value:
                return ticket_view(there)
            raise Refused("counter_busy", _("Finish with the number at the counter first."))
        waiting = {
            ticket_value(row): row
            for row in Ticket.objects.filter(
                unit_id=counter.unit_id,
                queue_id__in=counter.queue_ids,
                day=clock.today(),
                state=TicketState.WAITING.value,
            )
        }
        house = house_of(counter.unit_id).hall
        chosen = rules.next_of(waiting, firsts_before=_firsts_before(counter, house), house=house)
        if chosen is None:
            return None
        row = ticket_lock(waiting[chosen].pk)
        return _done(row, Step.CALLED, actor, posting_id, counter)


def ticket_call(*, actor: Actor, counter_id: int, ticket_id: int, reason: str = "") -> TicketView:
    """Call a number out of its turn: from the side table, or one that waits, with a reason.

    Raises Invalid without a reason for calling one that waits: others wait longer for it.
    """
    with transaction.atomic():
        counter, posting_id = _seat(actor, counter_id)
        queues_lock(counter.queue_ids)
        if _at(counter) is not None:
            raise Refused("counter_busy", _("Finish with the number at the counter first."))
        row = ticket_lock(ticket_id)
        if row.unit_id != counter.unit_id:
            raise NotFound("ticket_unknown", _("There is no such number here."))
        waits = row.state == TicketState.WAITING.value
        if waits and len(reason.strip()) < REASON_LEAST:
            raise Invalid(
                [FieldProblem("reason", _("Say why this number is called before others."))]
            )
        return _done(row, Step.CALLED, actor, posting_id, counter, reason=reason)


def ticket_step(*, actor: Actor, counter_id: int, step: Step) -> TicketView:
    """Let a step happen to the number at one's counter: recall, start, no-show, park, done."""
    with transaction.atomic():
        counter, posting_id = _seat(actor, counter_id)
        return _done(_there(counter), step, actor, posting_id, counter)


def ticket_transfer(*, actor: Actor, counter_id: int, queue_id: int) -> TicketView:
    """Pass the number at one's counter on to another queue, where it is called next."""
    with transaction.atomic():
        counter, posting_id = _seat(actor, counter_id)
        row = _there(counter)
        target = Queue.objects.filter(id=queue_id, unit_id=counter.unit_id, closed_at=None).first()
        if target is None:
            raise NotFound("queue_unknown", _("There is no such queue here."))
        return _done(row, Step.TRANSFERRED, actor, posting_id, counter, queue=target.pk)


def ticket_put_first(*, actor: Actor, ticket_id: int, ground: Ground, reason: str) -> TicketView:
    """Let somebody go first; the ground and the reason are recorded (domain brief 9.5).

    Raises Invalid without a reason.
    """
    with transaction.atomic():
        row = ticket_lock(ticket_id)
        posting = actor.posting_for(Action.RECEPTION_SERVE, row.unit_id)
        if len(reason.strip()) < REASON_LEAST:
            raise Invalid([FieldProblem("reason", _("Say why this person goes first."))])
        step_write(
            row,
            happening(Step.PUT_FIRST, ground=ground),
            reason=reason,
            account_id=actor.account_id,
            posting_id=posting.id,
        )
        return ticket_view(row)


def ticket_link(*, actor: Actor, counter_id: int, code: str) -> None:
    """Note that the number at one's counter became a dossier; again changes nothing."""
    with transaction.atomic():
        counter, _posting_id = _seat(actor, counter_id)
        row = _there(counter)
        dossier = dossier_get(code)
        if dossier.code not in row.dossier_codes:
            row.dossier_codes = [*row.dossier_codes, dossier.code]
            row.save(update_fields=["dossier_codes"])


def ticket_begin(*, actor: Actor, counter_id: int, ticket_id: int) -> TicketView:
    """Begin with the number at one's counter if that is not done; again changes nothing.

    Raises Refused when another number, or none, is there now.
    """
    with transaction.atomic():
        counter, posting_id = _seat(actor, counter_id)
        row = _there(counter)
        if row.pk != ticket_id:
            raise Refused("ticket_gone", _("This number is no longer at your counter."))
        if row.state == TicketState.SERVING.value:
            return ticket_view(row)
        return _done(row, Step.STARTED, actor, posting_id, counter)


def ticket_became(*, actor: Actor, ticket_id: int, code: str) -> TicketView:
    """Note at one's counter that a number became a dossier; with its last matter it is finished.

    A number with further matters stays for the next one. Again changes nothing. Raises Refused
    when the number is no longer at one's counter: the dossier stays, only the link is missing.
    """
    with transaction.atomic():
        seat = Counter.objects.filter(account_id=actor.account_id).first()
        if seat is None:
            raise Refused("not_your_counter", _("Sit down at this counter first."))
        known = Ticket.objects.filter(id=ticket_id, dossier_codes__contains=[code]).first()
        if known is not None:
            return ticket_view(known)
        ticket_begin(actor=actor, counter_id=seat.pk, ticket_id=ticket_id)
        ticket_link(actor=actor, counter_id=seat.pk, code=code)
        row = ticket_lock(ticket_id)
        if len(row.dossier_codes) < len(row.procedures):
            return ticket_view(row)
        return ticket_step(actor=actor, counter_id=seat.pk, step=Step.DONE)


def _seat(actor: Actor, counter_id: int) -> tuple[Counter, int]:
    """Return one's own counter, locked; raises NotFound, or Refused when one does not sit there."""
    row = Counter.objects.select_for_update().filter(id=counter_id, closed_at=None).first()
    if row is None:
        raise NotFound("counter_unknown", _("There is no such counter here."))
    posting = actor.posting_for(Action.RECEPTION_SERVE, row.unit_id)
    if row.account_id != actor.account_id:
        raise Refused("not_your_counter", _("Sit down at this counter first."))
    return row, posting.id


def _at(counter: Counter) -> Ticket | None:
    return Ticket.objects.filter(counter=counter, state__in=AT_COUNTER).first()


def _there(counter: Counter) -> Ticket:
    row = (
        Ticket.objects.select_for_update(of=("self",))
        .filter(counter=counter, state__in=AT_COUNTER)
        .first()
    )
    if row is None:
        raise Refused("nobody_there", _("No number is at this counter."))
    return row


def _done(
    row: Ticket,
    step: Step,
    actor: Actor,
    posting_id: int,
    counter: Counter,
    *,
    queue: int | None = None,
    reason: str = "",
) -> TicketView:
    step_write(
        row,
        happening(step, counter=counter.pk, queue=queue),
        reason=reason,
        account_id=actor.account_id,
        posting_id=posting_id,
    )
    return ticket_view(row)


def _firsts_before(counter: Counter, house: rules.House) -> int:
    """Return how many of the last calls in a row, from these queues, were of a higher band."""
    bands = (
        TicketEvent.objects.filter(
            unit_id=counter.unit_id,
            step=Step.CALLED.value,
            ticket__day=clock.today(),
            queue_id__in=counter.queue_ids,
        )
        .order_by("-id")
        .values_list("band", flat=True)[: house.firsts_in_a_row]
    )
    run = 0
    for band in bands:
        if band == Band.COMMON.value:
            break
        run += 1
    return run

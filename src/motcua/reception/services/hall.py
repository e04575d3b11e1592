"""The hall: its queues and counters, who sits where, and the end of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.reception.models import AT_COUNTER, LIVE, Counter, Queue, Ticket
from motcua.reception.queries.hours import hours_of
from motcua.reception.services._live import change_tell
from motcua.reception.services._ticket import happening, queues_lock, step_write
from motcua.reception.services.house import day_end_note
from motcua.reception.types import Step, TicketState

COUNTERS_MOST = 99
NAME_LONGEST = 80
ENDED_BY_CLOSING = (
    TicketState.WAITING.value,
    TicketState.PARKED.value,
    TicketState.CALLED.value,
)


def queue_open(
    *,
    actor: Actor,
    unit_id: int,
    prefix: str,
    name: str,
    fields: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
) -> int:
    """Open a queue at a centre; return its id. Raises Invalid for a prefix that is in use."""
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    letter, said = prefix.strip().upper(), nfc(name).strip()
    problems = []
    if not (1 <= len(letter) <= 2 and letter.isascii() and letter.isalpha()):
        problems.append(FieldProblem("prefix", _("One or two letters, for example A.")))
    elif Queue.objects.filter(unit_id=unit_id, prefix=letter, closed_at=None).exists():
        problems.append(FieldProblem("prefix", _("Another queue has this letter.")))
    if not said or len(said) > 80:
        problems.append(FieldProblem("name", _("Give the queue a name of at most 80 letters.")))
    others, wrong = _names(names)
    if problems or wrong:
        raise Invalid(problems + wrong)
    position = Queue.objects.filter(unit_id=unit_id).count()
    row = Queue.objects.create(
        unit_id=unit_id,
        prefix=letter,
        name=said,
        fields=sorted(set(fields)),
        position=position,
        **others,
    )
    change_tell(unit_id)
    return row.pk


def _names(names: Mapping[str, str] | None) -> tuple[dict[str, str], list[FieldProblem]]:
    """Return the names in other languages as columns, and what is wrong with them."""
    said = {f"name_{code}": nfc((names or {}).get(code, "")).strip() for code in ("en", "id")}
    wrong = [
        FieldProblem(field, _("Give the queue a name of at most 80 letters."))
        for field, text in said.items()
        if len(text) > NAME_LONGEST
    ]
    return said, wrong


def queue_change(
    *,
    actor: Actor,
    queue_id: int,
    name: str,
    fields: Iterable[str],
    names: Mapping[str, str] | None = None,
) -> None:
    """Give a queue another name or other fields; numbers in people's hands keep their letter.

    `names` are those in English (`en`) and Indonesian (`id`); None leaves them as they are.
    """
    with transaction.atomic():
        row = Queue.objects.select_for_update().filter(id=queue_id, closed_at=None).first()
        if row is None:
            raise NotFound("queue_unknown", _("There is no such queue here."))
        actor.posting_for(Action.RECEPTION_EDIT, row.unit_id)
        said = nfc(name).strip()
        if not said or len(said) > 80:
            raise Invalid([FieldProblem("name", _("Give the queue a name of at most 80 letters."))])
        if names is not None:
            others, wrong = _names(names)
            if wrong:
                raise Invalid(wrong)
            row.name_en, row.name_id = others["name_en"], others["name_id"]
        row.name, row.fields = said, sorted(set(fields))
        row.save(update_fields=["name", "name_en", "name_id", "fields"])
        change_tell(row.unit_id)


def queue_close(*, actor: Actor, queue_id: int) -> None:
    """Take a queue out of use. Raises Refused while somebody waits in it."""
    with transaction.atomic():
        row = Queue.objects.select_for_update().filter(id=queue_id, closed_at=None).first()
        if row is None:
            raise NotFound("queue_unknown", _("There is no such queue here."))
        actor.posting_for(Action.RECEPTION_EDIT, row.unit_id)
        if Ticket.objects.filter(queue=row, state__in=LIVE, day=clock.today()).exists():
            raise Refused("queue_busy", _("Somebody still waits in this queue."))
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        change_tell(row.unit_id)


def counter_set(*, actor: Actor, unit_id: int, number: int, queue_ids: Iterable[int]) -> int:
    """Give a counter of a centre its queues, in order; make it when it is new; return its id."""
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    wanted = list(dict.fromkeys(queue_ids))
    known = set(
        Queue.objects.filter(unit_id=unit_id, closed_at=None, id__in=wanted).values_list(
            "id", flat=True
        )
    )
    problems = []
    if not 1 <= number <= COUNTERS_MOST:
        problems.append(FieldProblem("number", _("A number from 1 to 99.")))
    if not wanted or known != set(wanted):
        problems.append(FieldProblem("queues", _("Choose at least one queue of this centre.")))
    if problems:
        raise Invalid(problems)
    row, _made = Counter.objects.update_or_create(
        unit_id=unit_id, number=number, closed_at=None, defaults={"queue_ids": wanted}
    )
    return row.pk


def counter_close(*, actor: Actor, counter_id: int) -> None:
    """Take a counter out of use from now on; its figures stay. Raises Refused while it serves."""
    with transaction.atomic():
        row = _counter_lock(counter_id)
        actor.posting_for(Action.RECEPTION_EDIT, row.unit_id)
        _leave(row)
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])


def counter_sit(*, actor: Actor, counter_id: int) -> None:
    """Sit down at a counter; whoever sat elsewhere leaves it. Raises Refused when it is taken."""
    with transaction.atomic():
        row = _counter_lock(counter_id)
        posting = actor.posting_for(Action.RECEPTION_SERVE, row.unit_id)
        if row.account_id == actor.account_id:
            return
        if row.account_id is not None:
            raise Refused("counter_taken", _("Somebody else sits at this counter."))
        for other in Counter.objects.select_for_update().filter(account_id=actor.account_id):
            _leave(other)
        row.account_id, row.posting_id = actor.account_id, posting.id
        row.open_since = clock.now()
        row.save(update_fields=["account_id", "posting_id", "open_since"])
        change_tell(row.unit_id)


def counter_leave(*, actor: Actor, counter_id: int) -> None:
    """Leave a counter. Raises Refused while a number is there.

    A director may free the counter of somebody who has gone.
    """
    with transaction.atomic():
        row = _counter_lock(counter_id)
        if row.account_id != actor.account_id:
            actor.posting_for(Action.RECEPTION_EDIT, row.unit_id)
        _leave(row)


def hall_end(*, actor: Actor, unit_id: int) -> int:
    """End the day of a hall by hand; return how many numbers ended. Raises Forbidden.

    No more numbers are given today, unless `hall_reopen` takes it back.
    """
    posting = actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    day_end_note(unit_id, clock.today())
    change_tell(unit_id)
    return hall_close(unit_id, account_id=actor.account_id, posting_id=posting.id)


def hall_reopen(*, actor: Actor, unit_id: int) -> None:
    """Give numbers again on a day that was ended by hand; what has ended stays ended."""
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    day_end_note(unit_id, None)
    change_tell(unit_id)


def halls_close() -> int:
    """End the numbers of every hall that has closed, and what an earlier day left; for the sweeper.

    A hall closes by the calendar of its unit (domain brief 9.5: numbers expire at closing).
    """
    now = clock.now()
    today = clock.local(now).date()
    ended = 0
    with scope_use(SYSTEM):
        left = set(Ticket.objects.filter(state__in=ENDED_BY_CLOSING).values_list("unit_id", "day"))
    for unit_id in sorted({unit for unit, _day in left}):
        if hours_of(unit_id, now).closing is None:
            ended += hall_close(unit_id)
        elif any(day < today for unit, day in left if unit == unit_id):
            ended += hall_close(unit_id, before=today)
    return ended


def hall_close(
    unit_id: int,
    *,
    before: date | None = None,
    account_id: int | None = None,
    posting_id: int | None = None,
) -> int:
    """End the numbers that still wait at the closing; return how many.

    Whoever stands at a counter is served to the end. With `before` only what earlier days left.
    """
    with scope_use(SYSTEM), transaction.atomic():
        queues_lock(Queue.objects.filter(unit_id=unit_id).values_list("id", flat=True))
        waiting = Ticket.objects.select_for_update(of=("self",)).filter(
            unit_id=unit_id, state__in=ENDED_BY_CLOSING
        )
        if before is not None:
            waiting = waiting.filter(day__lt=before)
        rows = list(waiting.order_by("id"))
        for row in rows:
            step_write(row, happening(Step.EXPIRED), account_id=account_id, posting_id=posting_id)
        if before is None:
            at_work = Ticket.objects.filter(unit_id=unit_id, state__in=AT_COUNTER)
            Counter.objects.filter(unit_id=unit_id).exclude(
                id__in=at_work.values("counter_id")
            ).update(account_id=None, posting_id=None, open_since=None)
            change_tell(unit_id)
        return len(rows)


def _counter_lock(counter_id: int) -> Counter:
    row = Counter.objects.select_for_update().filter(id=counter_id, closed_at=None).first()
    if row is None:
        raise NotFound("counter_unknown", _("There is no such counter here."))
    return row


def _leave(row: Counter) -> None:
    if Ticket.objects.filter(counter=row, state__in=AT_COUNTER).exists():
        raise Refused("counter_busy", _("Finish with the number at the counter first."))
    row.account_id = row.posting_id = row.open_since = None
    row.save(update_fields=["account_id", "posting_id", "open_since"])
    change_tell(row.unit_id)  # how long people wait depends on it

"""The hall's desk: what stands on it, and how each key press is done and answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.organisations.queries import unit_get
from motcua.procedures.queries import offerings_received_at
from motcua.procedures.types import OfferingView
from motcua.reception import rules
from motcua.reception.queries.desk import (
    HallNow,
    counters_of,
    hall_now,
    halls_of,
    seat_of,
    ticket_at,
)
from motcua.reception.queries.house import house_of
from motcua.reception.queries.tickets import ticket_get
from motcua.reception.services import ticket_became
from motcua.reception.types import CounterView, Ground, TicketState, TicketView


@dataclass(frozen=True)
class Matter:
    """What somebody came for, and the papers ticked at the kiosk."""

    code: str
    name: str
    papers: tuple[tuple[str, bool], ...]  # label, ticked
    offering: OfferingView

    @property
    def ticked(self) -> bool:
        """Whether any paper was ticked at the kiosk."""
        return any(there for _label, there in self.papers)


@dataclass(frozen=True)
class AtCounter:
    """A number at a counter, as the others see it; `call_ends` while its holder is waited for."""

    counter: int
    view: TicketView
    call_ends: datetime | None


@dataclass(frozen=True)
class Desk:
    """A counter and the number that is there."""

    counter: CounterView
    now: datetime
    ticket: TicketView | None
    matters: tuple[Matter, ...]
    hall: HallNow
    house: rules.House

    @property
    def state(self) -> str:
        """Return where the number at the counter is; empty when none is there."""
        return self.ticket.ticket.state.value if self.ticket else ""

    @property
    def call_ends(self) -> datetime | None:
        """Return until when whoever was called may come."""
        return rules.call_ends(self.ticket.ticket, self.house) if self.ticket else None

    @property
    def early(self) -> bool:
        """Whether the person may still come, so that nobody can say they did not."""
        return self.call_ends is not None and self.now < self.call_ends

    @property
    def take_in_kind(self) -> str:
        """Return the kind of the button that takes in: once a call is over, another act is next."""
        return "primary" if self.early or self.call_ends is None else "secondary"

    @property
    def last_call(self) -> bool:
        """Whether the number is cancelled if nobody comes to this call."""
        return self.ticket is not None and self.ticket.ticket.misses + 1 >= self.house.misses_most

    @property
    def waited(self) -> int:
        """Return how many minutes the person waited until the first call, or has waited."""
        return waited_minutes(self.ticket, self.now) if self.ticket else 0

    @property
    def waiting(self) -> int:
        """Return how many wait in the queues of this counter."""
        mine = set(self.counter.queue_ids)
        return sum(len(one.waiting) for one in self.hall.queues if one.queue.id in mine)

    @property
    def queue_name(self) -> str:
        """Return the queue of the number that is there."""
        wanted = self.ticket.ticket.queue if self.ticket else None
        return next((one.queue.name for one in self.hall.queues if one.queue.id == wanted), "")

    @property
    def other_queues(self) -> list[tuple[int, str]]:
        """Return where the number may be passed on to."""
        wanted = self.ticket.ticket.queue if self.ticket else None
        return [
            (one.queue.id, f"{one.queue.prefix} · {one.queue.name}")
            for one in self.hall.queues
            if one.queue.id != wanted
        ]

    @property
    def others(self) -> list[AtCounter]:
        """Return who is at the other counters."""
        return at_counters(self.counter.unit_id, self.hall, self.house, but=self.counter.id)

    @property
    def signature(self) -> str:
        """Return what changes when the panel of the number must be shown anew."""
        if self.ticket is None:
            return f"-:{self.waiting}"
        one = self.ticket.ticket
        return (
            f"{self.ticket.id}:{one.state.value}:{one.called_at}:{len(self.ticket.dossier_codes)}"
        )


def at_counters(
    unit_id: int, hall: HallNow, house: rules.House, *, but: int | None = None
) -> list[AtCounter]:
    """Return who is at the counters of a hall but one, by the number on the counter's sign."""
    numbers = {one.id: one.number for one in counters_of(unit_id)} if hall.at_counters else {}
    found = [
        AtCounter(numbers[at], view, rules.call_ends(view.ticket, house))
        for view in hall.at_counters
        if (at := view.ticket.counter) in numbers and at != but
    ]
    return sorted(found, key=lambda one: one.counter)


def waited_minutes(view: TicketView, now: datetime) -> int:
    """Return whole minutes from taking the number to being called, or until now."""
    one = view.ticket
    until = one.started_at or one.called_at or now
    return max(0, int((until - one.taken_at).total_seconds() // 60))


def halls_open_to(actor: Actor, action: Action = Action.RECEPTION_SERVE) -> list[int]:
    """Return the centres with a hall in which somebody may do something."""
    return halls_of(actor.unit_ids_for(action))


def hall_wanted(actor: Actor, text: str, action: Action = Action.RECEPTION_SERVE) -> int | None:
    """Return the centre named in an address, else the first one of the person; None without."""
    mine = halls_open_to(actor, action)
    if text.isascii() and text.isdigit() and len(text) < 19 and int(text) in mine:
        return int(text)
    return mine[0] if mine else None


def desk_of(actor: Actor) -> Desk | None:
    """Return the desk of whoever sits at a counter, without the matters of the number there."""
    seat = seat_of(actor.account_id)
    if seat is None or not actor.may(Action.RECEPTION_SERVE, seat.unit_id):
        return None
    there = ticket_at(seat.id)
    matters = matters_of(there) if there else ()
    return Desk(
        seat, clock.now(), there, matters, hall_now(seat.unit_id), house_of(seat.unit_id).hall
    )


def matters_of(view: TicketView) -> tuple[Matter, ...]:
    """Return what the holder of a number came for, as far as it is still taken in here."""
    if not view.procedures:
        return ()
    unit = unit_get(view.unit_id)
    offered: dict[str, OfferingView] = {}
    for one in offerings_received_at([unit.id], unit_ids={unit.id, *unit.path_ids}):
        offered.setdefault(one.code, one)
    ticked = set(view.papers)
    return tuple(
        Matter(
            code,
            offered[code].version.name,
            tuple((one.label, one.id in ticked) for one in offered[code].version.components),
            offered[code],
        )
        for code in view.procedures
        if code in offered
    )


def intake_url(view: TicketView) -> str:
    """Return the page on which the next matter of a number is taken in.

    A supplement and a result go to their own dossier; a number without a known matter to the list,
    who collects a result to the search.
    """
    if view.collects:
        code = next(iter(view.dossier_codes), "")
        return reverse("office:dossier", args=[code]) if code else reverse("office:search")
    if view.ticket.ground is Ground.SUPPLEMENT and view.dossier_codes:
        return reverse("office:dossier_receive_supplement", args=[view.dossier_codes[0]])
    query: dict[str, object] = {"ticket": view.id}
    matters = matters_of(view)
    done = len(view.dossier_codes)
    if matters:
        one = matters[min(done, len(matters) - 1)]
        query = {"unit": one.offering.unit_id, "procedure": one.code, **query}
    return f"{reverse('office:intake')}?{urlencode(query)}"


def hall_act(
    request: SignedInRequest,
    operate: Callable[[CounterView], TicketView | None],
    said: Callable[..., str],
) -> HttpResponse:
    """Do something at one's own counter and go back to the desk; refusals stand there."""
    seat = seat_of(request.actor.account_id)
    if seat is None:
        messages.error(request, _("Sit down at a counter first."))
        return redirect("office:hall")
    try:
        done = operate(seat)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = said(done)
        if words:
            messages.info(request, words)
    return redirect("office:hall")


def ticket_asked(request: SignedInRequest, text: str) -> TicketView | None:
    """Return the number for which an intake was opened; None when it is none of one's own."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    try:
        view = ticket_get(int(text))
    except NotFound:
        return None
    return view if request.actor.may(Action.RECEPTION_SERVE, view.unit_id) else None


def dossier_note(request: SignedInRequest, text: str, code: str) -> None:
    """Link a dossier just made to the number for which its form was opened, and say so."""
    view = ticket_asked(request, text)
    if view is None:
        return
    try:
        after = ticket_became(actor=request.actor, ticket_id=view.id, code=code)
    except Refused as refusal:
        messages.warning(
            request,
            _("The dossier is taken in, but number %(name)s is not linked with it. %(why)s")
            % {"name": view.name, "why": str(refusal)},
        )
        return
    if after.ticket.state is TicketState.DONE:
        messages.success(request, _("Number %(name)s is finished.") % {"name": view.name})
    else:
        left = len(after.procedures) - len(after.dossier_codes)
        messages.info(
            request,
            _("Number %(name)s stays at your counter; matters left: %(left)s.")
            % {"name": view.name, "left": left},
        )

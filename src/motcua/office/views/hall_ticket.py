"""One number: what it is for, what happened to it, and letting its holder go first."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.hall import matters_of, waited_minutes
from motcua.office.hall_words import GRANTED, GROUNDS, STATES, STEPS
from motcua.office.refusals import refusal_show
from motcua.reception.queries.desk import events_of, queues_of, seat_of
from motcua.reception.queries.tickets import ticket_get
from motcua.reception.services import ticket_put_first
from motcua.reception.types import Band, Ground, Step, TicketState, TicketView
from motcua.ui.types import TimelineEntry

CALLABLE = {TicketState.WAITING, TicketState.PARKED}


class FirstForm(forms.Form):
    """Why somebody goes first; both are kept with the number."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        choices=[
            ("", gettext_lazy("Choose the ground")),
            *((g.value, GROUNDS[g]) for g in GRANTED),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, in your words"), max_length=300, min_length=3
    )


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def hall_ticket(request: SignedInRequest, ticket_id: int) -> HttpResponse:
    """Show a number of one's own hall; on POST let its holder go first."""
    try:
        view = ticket_get(ticket_id)
    except NotFound as refusal:
        raise Http404 from refusal
    if not request.actor.may(Action.RECEPTION_SERVE, view.unit_id):
        raise Http404
    form = FirstForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ticket_put_first(
                actor=request.actor,
                ticket_id=ticket_id,
                ground=Ground(form.cleaned_data["ground"]),
                reason=form.cleaned_data["reason"],
            )
        except (NotFound, Forbidden) as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(
                request, _("%(name)s goes first. Ground and reason are kept.") % {"name": view.name}
            )
            return redirect("office:hall")
    seat = seat_of(request.actor.account_id)
    queues = {one.id: one.name for one in queues_of(view.unit_id)}
    context = {
        "view": view,
        "form": form,
        "state": STATES[view.ticket.state],
        "queue_name": queues.get(view.ticket.queue, ""),
        "matters": matters_of(view),
        "waited": waited_minutes(view, clock.now()),
        "entries": _story(view),
        "may_first": view.ticket.state is TicketState.WAITING and view.ticket.band is Band.COMMON,
        "may_call": seat is not None
        and seat.unit_id == view.unit_id
        and view.ticket.state in CALLABLE,
        "ground": GROUNDS.get(view.ticket.ground, ""),
    }
    return render(request, "office/hall_ticket.html", context, status=422 if form.is_bound else 200)


def _story(view: TicketView) -> list[TimelineEntry]:
    """Return what happened, the newest first; who did it only where somebody of the office did."""
    events = events_of(view.id)
    people = accounts_by_ids([one.account_id for one in events if one.account_id])
    entries = []
    for one in reversed(events):
        words, icon = STEPS[one.step]
        who = people[one.account_id].name if one.account_id in people else ""
        at_counter = one.counter is not None and one.step not in {Step.TAKEN, Step.PUT_FIRST}
        place = _("Counter %(number)s") % {"number": one.counter} if at_counter else ""
        entries.append(
            TimelineEntry(
                when=one.at,
                title=words,
                who=" · ".join(part for part in (place, who) if part),
                text=one.reason,
                icon=icon,
            )
        )
    return entries

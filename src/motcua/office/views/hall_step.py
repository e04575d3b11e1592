"""A step of the number at one's counter: call again, begin, park, did not come, finish."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.hall import hall_act
from motcua.office.hall_words import CANCELLED, SAID
from motcua.reception.services import ticket_step
from motcua.reception.types import CounterView, Step, TicketState, TicketView

STEPS = {
    one.value: one for one in (Step.RECALLED, Step.STARTED, Step.PARKED, Step.NO_SHOW, Step.DONE)
}


@requires(Action.RECEPTION_SERVE)
@require_POST
def hall_step(request: SignedInRequest) -> HttpResponse:
    """Let the step happen, if it can follow."""
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404

    def operate(seat: CounterView) -> TicketView | None:
        return ticket_step(actor=request.actor, counter_id=seat.id, step=step)

    def said(done: TicketView | None) -> str:
        if done is None or step is Step.STARTED:
            return ""
        cancelled = step is Step.NO_SHOW and done.ticket.state is TicketState.CANCELLED
        return str(CANCELLED if cancelled else SAID[step]) % {"name": done.name}

    return hall_act(request, operate, said)

"""Call who is next."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.hall import hall_act
from motcua.reception.services import ticket_call_next
from motcua.reception.types import CounterView, TicketView


@requires(Action.RECEPTION_SERVE)
@require_POST
def hall_call(request: SignedInRequest) -> HttpResponse:
    """Call the next number to one's counter; pressed twice it is one call."""

    def operate(seat: CounterView) -> TicketView | None:
        return ticket_call_next(actor=request.actor, counter_id=seat.id)

    def said(done: TicketView | None) -> str:
        return "" if done else _("Nobody waits in the queues of this counter.")

    return hall_act(request, operate, said)

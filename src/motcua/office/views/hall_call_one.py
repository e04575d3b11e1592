"""Call a number out of its turn: from the side table, or because the person stands there."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.hall import hall_act, ticket_asked
from motcua.reception.services import ticket_call
from motcua.reception.types import CounterView, TicketView


@requires(Action.RECEPTION_SERVE)
@require_POST
def hall_call_one(request: SignedInRequest, ticket_id: int) -> HttpResponse:
    """Call exactly this number to one's counter; one that waits, with the reason that was typed."""
    if ticket_asked(request, str(ticket_id)) is None:
        raise Http404

    def operate(seat: CounterView) -> TicketView | None:
        reason = request.POST.get("reason", "")
        return ticket_call(
            actor=request.actor, counter_id=seat.id, ticket_id=ticket_id, reason=reason
        )

    return hall_act(request, operate, lambda _done: "")

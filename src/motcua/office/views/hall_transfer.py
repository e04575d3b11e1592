"""Pass the number at one's counter on to another queue."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Refused
from motcua.office.hall import hall_act
from motcua.office.hall_words import SAID
from motcua.reception.services import ticket_transfer
from motcua.reception.types import CounterView, Step, TicketView


@requires(Action.RECEPTION_SERVE)
@require_POST
def hall_transfer(request: SignedInRequest) -> HttpResponse:
    """Let the number wait in the queue that was chosen; it is called there next."""
    text = request.POST.get("queue", "")
    queue_id = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

    def operate(seat: CounterView) -> TicketView | None:
        if not queue_id:
            raise Refused("queue_needed", _("Choose the queue first."))
        return ticket_transfer(actor=request.actor, counter_id=seat.id, queue_id=queue_id)

    def said(done: TicketView | None) -> str:
        return str(SAID[Step.TRANSFERRED]) % {"name": done.name} if done else ""

    return hall_act(request, operate, said)

"""Who comes back: the code on a request gives a number with priority, one on a slip to collect.

The request (form 02) and the slip carry the address of the dossier's own page, with 128 bits that
nobody guesses. Nothing of the dossier is shown to whoever holds the paper to the reader.
"""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.dossiers.chain import tracking_token_valid
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import Status
from motcua.dossiers.views import DossierView
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_hall, scope_use
from motcua.reception.models import LIVE, Queue, Ticket
from motcua.reception.queries.tickets import queue_of_field, ticket_view
from motcua.reception.services._ticket import happening, step_write
from motcua.reception.services.tickets import TicketOrder, ticket_take
from motcua.reception.types import RESULTS, Ground, Step, TicketState, TicketView

SCANNED_LONGEST = 400
# A reader types what it reads: with another keyboard layout the signs between the parts differ.
_ADDRESS = re.compile(
    r"\bt\W(?P<code>[A-Z0-9.\-]{8,48})\W(?P<token>[A-Z2-7]{26})\W*$", re.IGNORECASE
)


def slip_take(*, unit_id: int, scanned: str, key: UUID, language: str) -> TicketView:
    """Give a number to whoever brings what was asked for, with priority, or collects a result.

    Read twice it is one number, as long as it is not done. Raises Refused for a code that is none
    of ours (`slip_unknown`), for a dossier that waits for nothing or belongs to another centre
    (`slip_waits_not`), and out of hours.
    """
    dossier = _dossier_waiting(unit_id, scanned)
    collects = dossier.status is Status.DONE
    ground = Ground.NONE if collects else Ground.SUPPLEMENT
    with scope_use(scope_hall(unit_id)), transaction.atomic():
        queue = queue_of_field(unit_id, RESULTS if collects else dossier.procedure.field_code)
        if queue is None:
            raise NotFound("queue_unknown", _("There is no such queue here."))
        Queue.objects.select_for_update().get(id=queue.pk)  # two readers, one paper
        brought = Q(collects=True) if collects else Q(ground=Ground.SUPPLEMENT.value)
        known = Ticket.objects.filter(
            brought,
            unit_id=unit_id,
            dossier_codes__contains=[dossier.code],
            state__in=LIVE,
        ).first()
        if known is not None:
            return ticket_view(known)
        return ticket_take(
            TicketOrder(
                unit_id=unit_id,
                queue_id=queue.pk,
                key=key,
                language=language,
                procedures=() if collects else (dossier.procedure.code,),
                ground=ground,
                dossier_codes=(dossier.code,),
                collects=collects,
            )
        )


def slip_done(*, unit_id: int, code: str) -> None:
    """Finish the number that brought a supplement, if it is at a counter; else change nothing.

    Nobody presses "finished" a second time for papers that have just been taken in.
    """
    with scope_use(scope_hall(unit_id)), transaction.atomic():
        row = (
            Ticket.objects.select_for_update(of=("self",))
            .filter(
                unit_id=unit_id,
                ground=Ground.SUPPLEMENT.value,
                dossier_codes__contains=[code],
                state=TicketState.SERVING.value,
            )
            .first()
        )
        if row is not None:
            step_write(row, happening(Step.DONE, counter=row.counter_id))


def _dossier_waiting(unit_id: int, scanned: str) -> DossierView:
    found = _ADDRESS.search(scanned[:SCANNED_LONGEST].strip())
    code = found["code"].upper() if found else ""
    if found is None or not tracking_token_valid(code, found["token"]):
        raise Refused(
            "slip_unknown",
            _("This code is not one of ours. Hold the QR code of the request to the reader again."),
        )
    dossier = _dossier(code)
    awaited = dossier is not None and {
        Status.SUPPLEMENT: dossier.receiving_unit.id,
        Status.DONE: dossier.return_unit.id,  # its result is ready
    }.get(dossier.status)
    if dossier is None or awaited != unit_id:
        raise Refused(
            "slip_waits_not",
            _(
                "No further papers are awaited here for this code, and no result is ready."
                " Please take a number as usual."
            ),
        )
    return dossier


def _dossier(code: str) -> DossierView | None:
    """Return the dossier of a paper; None for the parent of a group, which waits for nothing."""
    with scope_use(SYSTEM):  # whoever holds the paper may know that much of it
        try:
            return dossier_get(code)
        except NotFound:
            return None

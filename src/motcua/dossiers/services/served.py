"""What the services of a drawn process do for a dossier (`workflow.rules.actions`).

Each is called outside a transaction and may be called twice for the same call; it then does
nothing more. Whether something is owed, paid or told is found out anew each time.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, Fee, Obligation
from motcua.dossiers.services import _write
from motcua.dossiers.services.paying import order_of
from motcua.dossiers.services.telling import path_of, recipient_of
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Notice
from motcua.organisations.queries import units_by_ids
from motcua.workflow.rules.actions import FEE_CHECK, FEE_ORDER, MESSAGE
from motcua.workflow.services.calls import ServiceAnswer, ServiceCall, service_handle


def applicant_tell(call: ServiceCall) -> ServiceAnswer:
    """Send the applicant a message, once; that nobody asked to be told is an answer too."""
    with scope_use(SYSTEM):
        dossier = _write.subject_lock(call.subject)
        recipient = recipient_of(dossier)
        if recipient is None:
            return ServiceAnswer({"applicant_told": False})
        unit = units_by_ids([dossier.competent_unit_id])[dossier.competent_unit_id]
        notice_send(
            Notice(
                key=f"dossier:{dossier.pk}:service:{call.id}",
                template=call.text,
                recipient=recipient,
                subject=f"dossier:{dossier.pk}",
                values={"code": dossier.code, "unit": unit.full_name},
                path=path_of(dossier),
            )
        )
    return ServiceAnswer({"applicant_told": True})


def fee_order(call: ServiceCall) -> ServiceAnswer:
    """Make the order of what a dossier owes, so that its person can pay at home.

    Raises Refused where nobody could see the order: the counter collects then.
    """
    with scope_use(SYSTEM):
        dossier = _write.subject_lock(call.subject)
        if not _owes(dossier):
            return ServiceAnswer({"fee_owed": False})
        if not dossier.visible_persons:
            text = _("The applicant has no account to pay by. Collect the fee at the counter.")
            raise Refused("nobody_to_bill", text)
        order_of(dossier)
    return ServiceAnswer({"fee_owed": True})


def fee_check(call: ServiceCall) -> ServiceAnswer:
    """Tell whether nothing is owed for a dossier."""
    with scope_use(SYSTEM):
        return ServiceAnswer({"fee_paid": not _owes(_write.subject_lock(call.subject))})


def _owes(dossier: Dossier) -> bool:
    fees = Fee.objects.filter(dossier=dossier, paid_at__isnull=True, amount_vnd__gt=0)
    owed = Obligation.objects.filter(dossier=dossier, fulfilled_at__isnull=True)
    return fees.exists() or owed.exists()


def register() -> None:
    """Let processes call what dossiers can do; called once when the application starts."""
    service_handle(MESSAGE, applicant_tell)
    service_handle(FEE_ORDER, fee_order)
    service_handle(FEE_CHECK, fee_check)

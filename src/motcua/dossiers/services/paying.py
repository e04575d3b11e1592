"""Money of a dossier: orders for what it owes, and what follows when they are paid or given back.

`payments` knows no dossier: the subject of an order says which one, `dossier:17` for its fees and
`dossier:17:obligation:5` for a financial obligation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.citizens.types import CitizenActor
from motcua.dossiers import rules
from motcua.dossiers.events import DossierChanged
from motcua.dossiers.models import Dossier, Fee, Obligation
from motcua.dossiers.services import _write
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.pause import dossier_resume
from motcua.dossiers.types import FactType, Finance, Status
from motcua.kernel.errors import NotFound
from motcua.kernel.outbox import Message
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.events import OrderPaid, OrderRefunded
from motcua.payments.services import order_cancel, order_make, refund_propose
from motcua.payments.types import Collection, LineInput, OrderView
from motcua.procedures.fee_words import LANGUAGES, money
from motcua.procedures.queries import version_get
from motcua.procedures.types import VersionView

ENDS = frozenset({FactType.REFUSED, FactType.WITHDRAWN, FactType.STOPPED})


def fees_subject(dossier_id: int) -> str:
    """Return the subject of the order for a dossier's fees."""
    return f"dossier:{dossier_id}"


def dossier_order(*, citizen: CitizenActor, code: str, return_url: str = "") -> OrderView | None:
    """Return the order for what somebody's own dossier owes; None when it owes nothing.

    An open financial obligation comes first, then unpaid fees. Made once: asked again, the same
    order comes. Raises NotFound for a dossier that is not the person's own.
    """
    with scope_use(citizen.scope):
        if not Dossier.objects.filter(code=code).exists():
            raise NotFound("dossier_unknown", _("There is no such dossier here."))
    with scope_use(SYSTEM):
        return _order(_write.dossier_lock(code), return_url)


def dossier_bill(message: Message) -> None:
    """Make the order of what a dossier filed from home owes, so that its person sees it.

    Called by the worker for each event; made once, however often it is called.
    """
    if message.data.get("type") not in {FactType.SUBMITTED, FactType.OBLIGATION_REQUESTED}:
        return
    code = Dossier.objects.values_list("code", flat=True).get(
        pk=int(message.subject.partition(":")[2])
    )
    dossier = _write.dossier_lock(code)
    if dossier.visible_persons:
        _order(dossier, "")


def order_of(dossier: Dossier) -> OrderView | None:
    """Return the order for what a locked dossier owes, as `dossier_order`."""
    return _order(dossier, "")


def _order(dossier: Dossier, return_url: str) -> OrderView | None:
    owed = Obligation.objects.filter(dossier=dossier, fulfilled_at__isnull=True).first()
    if owed is not None and Status(dossier.status) is Status.OBLIGATION:
        return _obligation_order(dossier, owed, return_url)
    fees = list(Fee.objects.filter(dossier=dossier, paid_at__isnull=True).order_by("id"))
    if Finance(dossier.finance) is not Finance.UNPAID or not any(f.amount_vnd for f in fees):
        return None
    return fees_order(dossier, fees, return_url=return_url)


def fees_order(dossier: Dossier, fees: Sequence[Fee], *, return_url: str = "") -> OrderView:
    """Make the order for a dossier's unpaid fees, under the system's scope."""
    known = version_get(dossier.procedure_version_id)
    return order_make(
        subject=fees_subject(dossier.pk),
        unit_id=dossier.receiving_unit_id,
        payer_name=dossier.applicant_name,
        persons=dossier.visible_persons,
        purpose=_purpose(dossier, known),
        collection=Collection.INTAKE,
        return_url=return_url,
        lines=[_line(fee, known) for fee in fees],
    )


def _obligation_order(dossier: Dossier, owed: Obligation, return_url: str) -> OrderView:
    known = version_get(dossier.procedure_version_id)
    names = {}
    for language in LANGUAGES:
        with override(language):
            names[language] = _("Financial obligation, notice %(number)s") % {
                "number": owed.notice_number
            }
    return order_make(
        subject=f"{fees_subject(dossier.pk)}:obligation:{owed.pk}",
        unit_id=dossier.receiving_unit_id,
        payer_name=owed.payer,
        persons=dossier.visible_persons,
        purpose=_purpose(dossier, known),
        collection=Collection.SUPPLEMENT,
        return_url=return_url,
        lines=[LineInput(names, owed.amount_vnd)],
    )


def _purpose(dossier: Dossier, known: VersionView) -> dict[str, str]:
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = _("%(procedure)s, dossier %(code)s") % {
                "procedure": known.name,
                "code": dossier.code,
            }
    return texts


def _line(fee: Fee, known: VersionView) -> LineInput:
    """Return a fee as a line, named in every language where the catalogue can."""
    same = next((one for one in known.fees if one.name.startswith(fee.name)), None)
    names, hows = {}, {}
    for language in LANGUAGES:
        with override(language):
            names[language] = same.label.partition(":")[0] if same is not None else fee.name
            if fee.quantity > 1:
                hows[language] = f"{fee.quantity} × {money(fee.amount_vnd)}"
    names["vi"] = fee.name
    return LineInput(names, fee.amount_vnd * fee.quantity, hows, fee.basis)


def order_paid(event: OrderPaid) -> None:
    """Record that a dossier's fees were paid, or its obligation fulfilled (6→4).

    What the counter took is recorded by its own operation, which has marked the fees before. A
    dossier that ended meanwhile gets its money back proposed.
    """
    parts = event.subject.split(":")
    if parts[0] != "dossier":
        return
    with scope_use(SYSTEM):
        dossier = Dossier.objects.select_for_update().get(pk=int(parts[1]))
        if len(parts) == 4 and parts[2] == "obligation":
            _obligation_paid(dossier, int(parts[3]), event)
        else:
            _fees_paid(dossier, event)


def _fees_paid(dossier: Dossier, event: OrderPaid) -> None:
    fees = list(Fee.objects.filter(dossier=dossier))
    unpaid = [fee for fee in fees if fee.paid_at is None]
    if not unpaid:
        return
    if not rules.may_follow(_write.state_of(dossier), FactType.FEE_PAID):
        _propose(event.subject)
        return
    at = _at(dossier, event.paid_at)
    for fee in unpaid:
        fee.paid_at, fee.paid_method = at, event.method
    Fee.objects.bulk_update(unpaid, ["paid_at", "paid_method"])
    fact = _write.fact_at(
        FactType.FEE_PAID,
        at,
        rows=rows_bind(dossier, *fees),
        amount=event.amount_vnd,
        method=event.method,
        receipt=event.receipt_number,
        online=True,
    )
    _write.facts_record(dossier, [fact], _write.Doer(role="applicant"))


def _obligation_paid(dossier: Dossier, obligation_id: int, event: OrderPaid) -> None:
    row = Obligation.objects.filter(
        dossier=dossier, pk=obligation_id, fulfilled_at__isnull=True
    ).first()
    if row is None or Status(dossier.status) is not Status.OBLIGATION:
        _propose(event.subject)
        return
    row.fulfilled_at, row.proof = _at(dossier, event.paid_at), event.receipt_number
    row.save(update_fields=["fulfilled_at", "proof"])
    dossier_resume(dossier, FactType.OBLIGATION_FULFILLED, _write.Doer(role="applicant"), row)


def order_refunded(event: OrderRefunded) -> None:
    """Record that the whole fee went back for good.

    What the counter reverses is recorded by its own operation, with who did it and why.
    """
    parts = event.subject.split(":")
    if parts[0] != "dossier" or len(parts) != 2 or not event.whole or event.reversal:
        return
    with scope_use(SYSTEM):
        dossier = Dossier.objects.select_for_update().get(pk=int(parts[1]))
        if Finance(dossier.finance) is not Finance.PAID:
            return
        fact = _write.fact_at(
            FactType.FEE_REFUNDED, _at(dossier, event.refunded_at), amount=event.amount_vnd
        )
        _write.facts_record(dossier, [fact], _write.SYSTEM)


def dossier_ended(event: DossierChanged) -> None:
    """After a dossier's end without result: call open orders off, propose what was paid back."""
    if event.fact.type not in ENDS:
        return
    owed = event.before is not None and event.before.status is Status.OBLIGATION
    if event.after.finance is Finance.NONE and not owed:
        return
    with scope_use(SYSTEM):
        subjects = [fees_subject(event.dossier_id)]
        obligations = Obligation.objects.filter(dossier_id=event.dossier_id) if owed else ()
        subjects += [f"{subjects[0]}:obligation:{row.pk}" for row in obligations]
        for subject in subjects:
            order_cancel(subject=subject)
        if event.after.finance is Finance.PAID:
            _propose(subjects[0])


def _propose(subject: str) -> None:
    with override("vi"):
        reason = _("The dossier ended without a result.")
    refund_propose(subject=subject, reason=reason)


def _at(dossier: Dossier, paid_at: datetime) -> datetime:
    """Return when it happened, not before what the dossier's life has already told."""
    known = (dossier.submitted_at, dossier.accepted_at, dossier.suspended_from, dossier.ended_at)
    return max([paid_at, *(instant for instant in known if instant is not None)])

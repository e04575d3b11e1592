"""Ways to end or re-open: withdrawal, stop, wrong result; and the fee, apart from the status."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, Fee, Result
from motcua.dossiers.paper_rules import paper_rule
from motcua.dossiers.services import _write
from motcua.dossiers.services._proposals import proposals_close
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.intake import reason_clean
from motcua.dossiers.services.letters import Pen, signer_posting
from motcua.dossiers.services.papers import Said, fact_with_paper
from motcua.dossiers.services.paying import fees_order, fees_subject
from motcua.dossiers.types import FactType, Outcome, Status, StopKind
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.services import cash_reverse, cash_take
from motcua.payments.types import Method
from motcua.procedures.queries import version_get
from motcua.workflow.queries import limit_hours, process_get
from motcua.workflow.services import process_cancel, process_start
from motcua.workflow.types import ProcessView


def dossier_withdraw(
    *, actor: Actor, code: str, reason: str, version: int | None = None, letter: Pen = None
) -> Outcome:
    """Record that the applicant withdraws (→7, form 05); only while no result has been issued."""
    cleaned = reason_clean(reason)
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        rule = paper_rule(FactType.WITHDRAWN, clock.today())
        posting = signer_posting(actor, dossier, rule, letter)
        closed = _write.requests_close(dossier)
        fact = _write.fact_at(
            FactType.WITHDRAWN, clock.now(), rows=closed, words={"reason": cleaned}
        )
        fact = fact_with_paper(dossier, fact, rule, Said(posting.account_id, cleaned), letter)
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        _cancel(dossier, FactType.WITHDRAWN, actor)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def dossier_stop(
    *,
    actor: Actor,
    code: str,
    reason: str,
    legal_basis: str,
    kind: StopKind,
    version: int | None = None,
    letter: Pen = None,
) -> Outcome:
    """Stop processing (→8, form 05): a leader's decision with reason, legal basis and kind."""
    if kind is StopKind.NONE:
        raise Invalid([FieldProblem("kind", _("Say whether the stop is temporary or final."))])
    cleaned, basis = reason_clean(reason), reason_clean(legal_basis, "legal_basis")
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        rule = paper_rule(FactType.STOPPED, clock.today())
        posting = signer_posting(actor, dossier, rule, letter)
        fact = _write.fact_at(
            FactType.STOPPED,
            clock.now(),
            rows=_write.requests_close(dossier),
            words={"reason": cleaned, "legal_basis": basis},
            kind=kind.value,
        )
        fact = fact_with_paper(
            dossier, fact, rule, Said(posting.account_id, cleaned, basis), letter
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        _cancel(dossier, FactType.STOPPED, actor)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _cancel(dossier: Dossier, why: FactType, actor: Actor) -> None:
    """End the process; what somebody wrote as the reason stays with the dossier."""
    if dossier.process_id is not None:
        process_cancel(
            process_id=dossier.process_id,
            reason=why.value,
            at=clock.now(),
            account_id=actor.account_id,
        )


def dossier_reopen(*, actor: Actor, code: str, reason: str, version: int | None = None) -> Outcome:
    """Re-open a dossier with a wrong result (9→4): the old version stays, a new one is made."""
    cleaned = reason_clean(reason)
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = actor.posting_for(Action.DOSSIER_RETURN, dossier.return_unit_id)
        if Status(dossier.status) is not Status.DONE:
            raise Refused(
                "not_in_this_status", _("This is not possible in the dossier's present status.")
            )
        result, process_id = _issued(dossier)
        result.withdrawn_reason = cleaned[:500]
        result.save(update_fields=["withdrawn_reason"])
        at = clock.now()
        fact = _write.fact_at(
            FactType.REOPENED,
            at,
            rows=rows_bind(dossier, result) | proposals_close(dossier),
            words={"reason": cleaned},
            result=result.sha256,
            version=result.version,
        )
        dossier.approved_by = None
        _cancel(dossier, FactType.REOPENED, actor)
        _begin_anew(dossier, process_get(process_id), actor, at)
        outcome = _write.facts_record(
            dossier, [fact], _write.doer_of(posting), also=["process_id", "approved_by"]
        )
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def dossier_approval_undo(*, actor: Actor, code: str, reason: str) -> Outcome:
    """Take an approval back before its result is issued: the appraisal begins anew (4 stays 4).

    For whoever may approve there. The limit runs on; the approved version is never issued, a new
    one is drafted and approved. Raises NotFound, Forbidden, Invalid, Refused `not_approved`.
    """
    cleaned = reason_clean(reason)
    with transaction.atomic():
        dossier = _write.dossier_lock(code)
        posting = _write.posting_deciding(actor, Action.DOSSIER_APPROVE, dossier)
        if Status(dossier.status) is not Status.PROCESSING or not dossier.approved_by:
            raise Refused("not_approved", _("The result has not been approved yet."))
        rows: dict[str, str] = {}
        draft = Result.objects.filter(dossier=dossier, issued_at__isnull=True).first()
        if draft is not None:  # the next draft takes its place, with signatures of its own
            draft.approved_by = draft.approved_at = None
            draft.signatures, draft.check_code = [], ""
            draft.save()
            rows = rows_bind(dossier, draft)
        words = {"reason": cleaned}
        fact = _write.fact_at(FactType.SENT_BACK, clock.now(), rows=rows, words=words)
        old = process_get(dossier.process_id or 0)
        dossier.approved_by = None
        _cancel(dossier, FactType.SENT_BACK, actor)
        _begin_anew(dossier, old, actor, fact.at)
        outcome = _write.facts_record(
            dossier, [fact], _write.doer_of(posting), also=["process_id", "approved_by"]
        )
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _begin_anew(dossier: Dossier, old: ProcessView, actor: Actor, at: datetime) -> None:
    """Start the work again at the appraisal, with whoever appraised; the caller saves."""
    started = process_start(
        key=version_get(dossier.procedure_version_id).process_key,
        definition_id=old.definition_id,  # a dossier stays on the version it began with
        subject=f"dossier:{dossier.pk}",
        units=old.units,
        at=at,
        deadline_at=dossier.due_at,
        limit_hours=limit_hours(version_get(dossier.procedure_version_id).limit),
        done=("receive", "assign"),
        account_id=actor.account_id,
        assign_to=dossier.appraised_by,
    )
    dossier.process_id = started.process_id


def _issued(dossier: Dossier) -> tuple[Result, int]:
    """Return the newest issued result and the process that made it."""
    issued = Result.objects.filter(dossier=dossier, issued_at__isnull=False)
    result = issued.order_by("version").last()
    if result is None or dossier.process_id is None:
        raise Refused(
            "no_result_here", _("The result was made elsewhere; it cannot be re-opened here.")
        )
    return result, dossier.process_id


def dossier_collect_fee(
    *, actor: Actor, code: str, method: str = "cash", version: int | None = None
) -> Outcome:
    """Take the fee at the counter (cash or transfer seen there): order, receipt, fact."""
    if method not in {"cash", "transfer"}:
        raise Invalid([FieldProblem("method", _("Choose cash or transfer."))])
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = _write.posting_money(actor, dossier)
        at = clock.now()
        fees = list(Fee.objects.filter(dossier=dossier))
        unpaid = [fee for fee in fees if fee.paid_at is None]
        total = sum(fee.amount_vnd * fee.quantity for fee in unpaid)
        if not total:
            raise Refused("nothing_to_pay", _("There is nothing to pay."))
        for fee in unpaid:
            fee.paid_at, fee.paid_method = at, method
        Fee.objects.bulk_update(unpaid, ["paid_at", "paid_method"])
        with scope_use(SYSTEM):  # the right was checked; the order is the receiving unit's
            order = fees_order(dossier, unpaid)
            receipt = cash_take(order=order, posting=posting, method=Method(method))
        fact = _write.fact_at(
            FactType.FEE_PAID,
            at,
            rows=rows_bind(dossier, *fees),
            amount=total,
            method=method,
            receipt=receipt.number,
            online=False,
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def dossier_reverse_fee(
    *, actor: Actor, code: str, reason: str, version: int | None = None
) -> Outcome:
    """Give cash back that was taken by mistake today; the fee is owed as before.

    Only who took it, on the same day, before the till's cash was handed over; else Refused.
    """
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = _write.posting_money(actor, dossier)
        with scope_use(SYSTEM):
            receipt = cash_reverse(subject=fees_subject(dossier.pk), posting=posting, reason=reason)
        fees = list(Fee.objects.filter(dossier=dossier))
        for fee in fees:
            fee.paid_at, fee.paid_method = None, ""
        Fee.objects.bulk_update(fees, ["paid_at", "paid_method"])
        fact = _write.fact_at(
            FactType.FEE_REFUNDED,
            clock.now(),
            rows=rows_bind(dossier, *fees),
            words={"reason": reason_clean(reason)},
            amount=receipt.amount_vnd,
            receipt=receipt.number,
            again=True,
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome

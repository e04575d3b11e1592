"""What makes the clock stand still: supplements during appraisal and financial obligations.

An IT failure, an internal wait or a signature that is not given do not (domain brief 3.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, Obligation, SupplementRequest
from motcua.dossiers.paper_rules import paper_rule
from motcua.dossiers.queries.detail import supplement_view
from motcua.dossiers.services import _write
from motcua.dossiers.services import due as dossier_due
from motcua.dossiers.services._proposals import proposals_close
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.intake import reason_clean, supplement_make
from motcua.dossiers.services.letters import Pen, own_proposal_check, signer_posting
from motcua.dossiers.services.papers import Said, fact_with_paper
from motcua.dossiers.services.supplement import components_add
from motcua.dossiers.types import ComponentInput, FactType, Outcome, Phase, Status
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.text import nfc
from motcua.procedures.queries import version_get
from motcua.workflow.services import process_resume, process_suspend


def dossier_propose_supplement(
    *,
    actor: Actor,
    code: str,
    items: Sequence[str],
    reason: str,
    deadline: date | None = None,
    legal_basis: str = "",
    version: int | None = None,
) -> Outcome:
    """Propose to ask for a supplement during appraisal; a leader approves it (form 02).

    Somebody who may approve requests it at once. Nothing pauses before the approval.
    """
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = _write.posting_deciding(actor, Action.DOSSIER_APPRAISE, dossier)
        request = supplement_make(
            dossier, items=items, reason=reason, deadline=deadline, legal_basis=legal_basis
        )
        if SupplementRequest.objects.filter(
            dossier=dossier, state__in=["proposed", "requested"]
        ).exists():
            raise Refused("supplement_open", _("A request for a supplement is open already."))
        request.phase, request.state = Phase.APPRAISAL, "proposed"
        request.proposed_by = posting.account_id
        request.save()
        fact = _write.fact_at(
            FactType.SUPPLEMENT_PROPOSED,
            clock.now(),
            rows=rows_bind(dossier, request),
            ordinal=request.ordinal,
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def dossier_approve_supplement(
    *,
    actor: Actor,
    code: str,
    approve: bool = True,
    version: int | None = None,
    letter: Pen = None,
) -> Outcome:
    """Approve (4→5, the clock stands still) or reject a proposed request for a supplement.

    Whoever proposed it decides nothing: Refused `own_proposal`.
    """
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        rule = paper_rule(FactType.SUPPLEMENT_REQUESTED, clock.today(), Phase.APPRAISAL)
        posting = signer_posting(actor, dossier, rule, letter)
        request = SupplementRequest.objects.filter(dossier=dossier, state="proposed").first()
        if request is None:
            raise Refused("nothing_proposed", _("No supplement is proposed."))
        own_proposal_check(posting.account_id, request.proposed_by)
        request.approved_by = posting.account_id
        if not approve:
            request.state = "rejected"
            request.save()
            sent = _write.fact_at(
                FactType.SENT_BACK,
                clock.now(),
                rows=rows_bind(dossier, request),
                supplement=request.ordinal,
            )
            return _write.facts_record(dossier, [sent], _write.doer_of(posting))
        at = clock.now()
        request.state, request.requested_at, request.due_before = "requested", at, dossier.due_at
        request.save()
        fact = _write.fact_at(
            FactType.SUPPLEMENT_REQUESTED,
            at,
            rows=rows_bind(dossier, request) | proposals_close(dossier),
            ordinal=request.ordinal,
            phase=Phase.APPRAISAL.value,
        )
        said = Said(posting.account_id, request=supplement_view(request))
        fact = fact_with_paper(dossier, fact, rule, said, letter)
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        _suspend(dossier)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def dossier_receive_supplement(
    *,
    actor: Actor,
    code: str,
    version: int | None = None,
    components: Sequence[ComponentInput] = (),
) -> Outcome:
    """Record that the supplement is complete (5→4); the working time left runs from now.

    `components` are the papers that it brought.
    """
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = actor.posting_for(Action.DOSSIER_INTAKE, dossier.receiving_unit_id)
        if Status(dossier.status) is Status.SUPPLEMENT and dossier.phase == Phase.INTAKE:
            raise Refused(
                "accept_instead",
                _("The dossier was not accepted yet: accept it when it is complete."),
            )
        request = SupplementRequest.objects.filter(dossier=dossier, state="requested").first()
        if request is None:
            raise Refused("nothing_requested", _("No supplement was requested."))
        request.state, request.received_at = "received", clock.now()
        request.save()
        added = components_add(
            dossier, components, account_id=actor.account_id, at=request.received_at
        )
        if added:
            _write.facts_record(dossier, added, _write.doer_of(posting))
        outcome = dossier_resume(
            dossier, FactType.SUPPLEMENT_RECEIVED, _write.doer_of(posting), request
        )
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _obligation_check(payer: str, notice_number: str, amount_vnd: int) -> None:
    problems = []
    if not nfc(payer):
        problems.append(FieldProblem("payer", _("Enter who pays.")))
    if not nfc(notice_number):
        problems.append(FieldProblem("notice_number", _("Enter the number of the notice.")))
    if not 0 < amount_vnd < 10**15:
        problems.append(FieldProblem("amount_vnd", _("Enter an amount in dong above 0.")))
    if problems:
        raise Invalid(problems)


def dossier_request_obligation(
    *,
    actor: Actor,
    code: str,
    payer: str,
    notice_number: str,
    amount_vnd: int,
    reason: str = "",
    version: int | None = None,
) -> Outcome:
    """Ask for a financial obligation (4→6); pauses only if the procedure says so.

    `reason` is what the payer reads, such as why an exemption that was claimed is not granted.
    """
    words = {"reason": reason_clean(reason)} if reason.strip() else None
    _obligation_check(payer, notice_number, amount_vnd)
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = _write.posting_deciding(actor, Action.DOSSIER_APPRAISE, dossier)
        pauses = version_get(dossier.procedure_version_id).pauses_for_obligation
        at = clock.now()
        row = Obligation.objects.create(
            dossier=dossier,
            payer=nfc(payer)[:200],
            notice_number=nfc(notice_number)[:80],
            amount_vnd=amount_vnd,
            pauses=pauses,
            requested_at=at,
            due_before=dossier.due_at,
        )
        fact = _write.fact_at(
            FactType.OBLIGATION_REQUESTED,
            at,
            rows=rows_bind(dossier, row),
            words=words,
            pauses=pauses,
            amount=amount_vnd,
            obligation=row.pk,
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        if pauses:
            _suspend(dossier)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def dossier_fulfil_obligation(
    *, actor: Actor, code: str, proof: str, version: int | None = None
) -> Outcome:
    """Record the proof of payment (6→4)."""
    cleaned = nfc(proof)[:200]
    if not cleaned:
        raise Invalid([FieldProblem("proof", _("Enter the number of the payment document."))])
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = _write.posting_money(actor, dossier)
        row = Obligation.objects.filter(dossier=dossier, fulfilled_at__isnull=True).first()
        if row is None:
            raise Refused("nothing_owed", _("No financial obligation is open."))
        row.fulfilled_at, row.proof = clock.now(), cleaned
        row.save()
        outcome = dossier_resume(
            dossier, FactType.OBLIGATION_FULFILLED, _write.doer_of(posting), row
        )
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _suspend(dossier: Dossier) -> None:
    if dossier.process_id is not None:
        process_suspend(process_id=dossier.process_id, at=clock.now())


def dossier_resume(
    dossier: Dossier,
    fact_type: FactType,
    doer: _write.Doer,
    row: SupplementRequest | Obligation,
) -> Outcome:
    """Let the clock of a locked dossier run on from the instant at which `row` was fulfilled."""
    paused = dossier.suspended_from is not None
    at = row.received_at if isinstance(row, SupplementRequest) else row.fulfilled_at
    assert at is not None
    due = dossier_due.due_again(dossier)
    row.due_after = due.instant
    row.save(update_fields=["due_after"])
    fact = _write.fact_at(
        fact_type,
        at,
        rows=rows_bind(dossier, row) | proposals_close(dossier),
        due_before=dossier.due_at,
        due_at=due.instant,
    )
    dossier.due_explanation = dossier_due.explained(dossier, due)
    outcome = _write.facts_record(dossier, [fact], doer, also=["due_explanation"])
    if paused and dossier.process_id is not None:
        process_resume(process_id=dossier.process_id, at=at, deadline_at=due.instant)
    return outcome

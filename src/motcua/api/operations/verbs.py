"""What can be done to a dossier: one operation each, with If-Match and the new version as ETag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from motcua.api.answers import answer, version_wanted
from motcua.api.operations.papers import components_of
from motcua.api.schemas.common import Code
from motcua.api.schemas.dossiers import (
    ApproveSupplementIn,
    DraftIn,
    FeeIn,
    ObligationIn,
    OutcomeOut,
    PapersIn,
    ProofIn,
    ReasonIn,
    RefuseIn,
    StopIn,
    SupplementIn,
)
from motcua.api.tokens import Bearer, actor_of
from motcua.documents.queries import files_by_hashes
from motcua.dossiers import services
from motcua.dossiers.types import Outcome, StopKind
from motcua.identity.types import Action
from motcua.kernel.errors import FieldProblem, Invalid

router = Router()
F = TypeVar("F", bound=Callable[..., HttpResponse])


def _verb(name: str, action: Action) -> Callable[[F], F]:
    return router.post(
        f"/dossiers/{{code}}/{name}",
        response=OutcomeOut,
        auth=Bearer(action),
        openapi_extra={"x-if-match": True},
    )


def _do(request: HttpRequest, operation: Callable[..., Outcome], **inputs: Any) -> HttpResponse:
    version = version_wanted(request)
    outcome = operation(actor=actor_of(request), version=version, **inputs)
    body = OutcomeOut(code=outcome.code, version=outcome.version, status=outcome.status)
    return answer(body, version=outcome.version)


@_verb("accept", Action.DOSSIER_INTAKE)
def dossier_accept(request: HttpRequest, code: Code, body: PapersIn | None = None) -> HttpResponse:
    """Accept a registered dossier: its clock starts (1→2, or 5→2 before acceptance).

    `components` are the papers and files that came in since the submission.
    """
    return _do(request, services.dossier_accept, code=code, components=components_of(body))


@_verb("refuse", Action.DOSSIER_INTAKE)
def dossier_refuse(request: HttpRequest, code: Code, body: RefuseIn) -> HttpResponse:
    """Refuse to take a dossier in (1→3), with reason and legal basis."""
    return _do(request, services.dossier_refuse, code=code, **body.model_dump())


@_verb("request-supplement", Action.DOSSIER_INTAKE)
def dossier_request_supplement(
    request: HttpRequest, code: Code, body: SupplementIn
) -> HttpResponse:
    """Ask for missing papers before acceptance (1→5); the clock has not started."""
    operation = services.dossier_request_supplement_at_intake
    return _do(request, operation, code=code, **body.model_dump())


@_verb("propose-supplement", Action.DOSSIER_APPRAISE)
def dossier_propose_supplement(
    request: HttpRequest, code: Code, body: SupplementIn
) -> HttpResponse:
    """Propose during appraisal to ask for a supplement; a leader approves it."""
    return _do(request, services.dossier_propose_supplement, code=code, **body.model_dump())


@_verb("approve-supplement", Action.DOSSIER_APPROVE)
def dossier_approve_supplement(
    request: HttpRequest, code: Code, body: ApproveSupplementIn
) -> HttpResponse:
    """Approve a proposed request (4→5, the clock stands still) or reject it."""
    return _do(request, services.dossier_approve_supplement, code=code, approve=body.approve)


@_verb("receive-supplement", Action.DOSSIER_INTAKE)
def dossier_receive_supplement(
    request: HttpRequest, code: Code, body: PapersIn | None = None
) -> HttpResponse:
    """Record that the supplement is complete (5→4); the time left runs on.

    `components` are the papers and files that it brought.
    """
    components = components_of(body)
    return _do(request, services.dossier_receive_supplement, code=code, components=components)


@_verb("request-obligation", Action.DOSSIER_APPRAISE)
def dossier_request_obligation(
    request: HttpRequest, code: Code, body: ObligationIn
) -> HttpResponse:
    """Ask for a financial obligation towards the State (4→6)."""
    return _do(request, services.dossier_request_obligation, code=code, **body.model_dump())


@_verb("fulfil-obligation", Action.DOSSIER_FEE)
def dossier_fulfil_obligation(request: HttpRequest, code: Code, body: ProofIn) -> HttpResponse:
    """Record the proof of payment of the obligation (6→4)."""
    return _do(request, services.dossier_fulfil_obligation, code=code, proof=body.proof)


@_verb("collect-fee", Action.DOSSIER_FEE)
def dossier_collect_fee(request: HttpRequest, code: Code, body: FeeIn) -> HttpResponse:
    """Record that the fee was paid at the counter."""
    return _do(request, services.dossier_collect_fee, code=code, method=body.method)


@_verb("withdraw", Action.DOSSIER_INTAKE)
def dossier_withdraw(request: HttpRequest, code: Code, body: ReasonIn) -> HttpResponse:
    """Record that the applicant withdraws (→7); only before a result was issued."""
    return _do(request, services.dossier_withdraw, code=code, reason=body.reason)


@_verb("stop", Action.DOSSIER_APPROVE)
def dossier_stop(request: HttpRequest, code: Code, body: StopIn) -> HttpResponse:
    """Stop processing (→8): a leader's decision with reason, legal basis and kind."""
    inputs = {**body.model_dump(), "kind": StopKind(body.kind)}
    return _do(request, services.dossier_stop, code=code, **inputs)


@_verb("reopen", Action.DOSSIER_RETURN)
def dossier_reopen(request: HttpRequest, code: Code, body: ReasonIn) -> HttpResponse:
    """Re-open a dossier with a wrong result (9→4); the old version of the result stays."""
    return _do(request, services.dossier_reopen, code=code, reason=body.reason)


@_verb("draft-result", Action.DOSSIER_APPRAISE)
def dossier_draft_result(request: HttpRequest, code: Code, body: DraftIn) -> HttpResponse:
    """Put a draft of the result into the dossier, in place of an unapproved one."""
    file = files_by_hashes([body.sha256]).get(body.sha256)
    if file is None:
        raise Invalid(
            [FieldProblem("sha256", _("This file was not uploaded. Please upload it first."))]
        )
    return _do(
        request,
        services.dossier_draft_result,
        code=code,
        file_id=file.id,
        file_name=body.file_name,
        title=body.title,
        kind=body.kind,
    )

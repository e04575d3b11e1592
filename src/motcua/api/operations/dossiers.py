"""Dossiers: hand one in, find them, read one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from motcua.api.answers import answer, next_link
from motcua.api.operations.papers import components_read
from motcua.api.present import dossier_out, row_out
from motcua.api.schemas.common import Code
from motcua.api.schemas.dossiers import (
    DossierOut,
    DossierPageOut,
    PartyIn,
    ReceiptOut,
    SubmissionIn,
)
from motcua.api.schemas.queries import DossiersQuery
from motcua.api.tokens import Bearer, actor_of
from motcua.dossiers.queries import dossier_get, dossiers_search
from motcua.dossiers.services import dossier_intake, dossier_submit
from motcua.dossiers.services.submit import receipt_text
from motcua.dossiers.types import (
    AssistedMode,
    Channel,
    PartyInput,
    PartyKind,
    PartyRole,
    Receipt,
    ReturnMethod,
    Submission,
)
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound
from motcua.organisations.queries import units_by_codes
from motcua.organisations.types import UnitView
from motcua.procedures.counts import PageCount

router = Router()
READ = Bearer(Action.DOSSIER_READ)
UNIT_FIELDS = ("unit", "receiving_unit", "support_unit", "return_unit")


@router.post("/dossiers", response={201: ReceiptOut}, auth=Bearer(Action.DOSSIER_INTAKE))
def dossier_hand_in(request: HttpRequest, body: SubmissionIn) -> HttpResponse:
    """Hand a dossier in; the answer is the signed receipt of what is durable by then.

    With `accept` it is taken in at once (status 2), else it is registered (status 1).
    """
    operation = dossier_intake if body.accept else dossier_submit
    receipt = operation(actor=actor_of(request), submission=_submission(body))
    location = f"/api/v1/dossiers/{receipt.code}"
    version = 2 if body.accept else 1
    return answer(_receipt(receipt), status=201, version=version, location=location)


@router.get("/dossiers", response=DossierPageOut, auth=READ)
def dossiers_find(
    request: HttpRequest,
    wanted: Query[DossiersQuery],
) -> HttpResponse:
    """Find dossiers of the token's units, newest first: by code, card number or name."""
    actor = actor_of(request)
    # A token has one posting: the scope shows its units' dossiers, the filter only narrows.
    unit_ids = None
    if wanted.unit:
        unit_ids = [unit.id for unit in units_by_codes([wanted.unit]).values()]
    page = dossiers_search(
        wanted.q,
        unit_ids=unit_ids,
        status=wanted.status or None,
        procedure_code=wanted.procedure,
        received_from=wanted.submitted_from,
        received_to=wanted.submitted_to,
        after=wanted.after,
        limit=wanted.limit,
    )
    reading_record(
        account_id=actor.account_id,
        posting_id=actor.postings[0].id,
        subject="dossiers",
        purpose=f"search by API token {actor.token_id}",
        route="api:dossiers_find",
    )
    items = [row_out(row) for row in page.rows]
    return answer(DossierPageOut(items=items, next=next_link(request, page.after)))


@router.get("/dossiers/{code}", response=DossierOut, auth=READ)
def dossier_show(request: HttpRequest, code: Code) -> HttpResponse:
    """Return a dossier with everything that belongs to it; its ETag goes back as If-Match."""
    actor = actor_of(request)
    dossier = dossier_get(code)
    try:
        posting = actor.posting_for(Action.DOSSIER_READ, *dossier.visible_unit_ids)
    except Forbidden:
        raise NotFound("dossier_unknown", _("There is no such dossier here.")) from None
    reading_record(
        account_id=actor.account_id,
        posting_id=posting.id,
        subject=f"dossier:{dossier.id}",
        purpose=f"API token {actor.token_id}",
        route="api:dossier_show",
        id_numbers=[party.id_number for party in dossier.parties],
    )
    return answer(dossier_out(dossier), version=dossier.version)


def _submission(body: SubmissionIn) -> Submission:
    units = _units(body)
    competent = units["unit"]
    assert competent is not None, "the model requires it"
    return Submission(
        procedure_code=body.procedure,
        unit_id=competent,
        parties=tuple(_party(one) for one in body.parties),
        components=components_read(body.components),
        channel=Channel(body.channel),
        assisted_mode=AssistedMode(body.assisted_mode),
        receiving_unit_id=units["receiving_unit"],
        support_unit_id=units["support_unit"],
        return_unit_id=units["return_unit"],
        return_method=ReturnMethod(body.return_method),
        subject=body.subject,
        sets=body.sets,
        content=body.content
        | ({"fee_groups": [one.value for one in body.fee_groups]} if body.fee_groups else {}),
        fee_quantity=body.fee_quantity,
        fee_copies=body.fee_copies,
        fee_papers=tuple(PageCount(one.pages, one.copies) for one in body.fee_papers),
        fee_case=body.fee_case,
        fee_groups=tuple(group.value for group in body.fee_groups),
        declared_at=body.declared_at,
        declared_reason=body.declared_reason,
    )


def _units(body: SubmissionIn) -> dict[str, int | None]:
    wanted = {name: code for name in UNIT_FIELDS if (code := getattr(body, name))}
    known: dict[str, UnitView] = units_by_codes(wanted.values())
    unknown = [name for name, code in wanted.items() if code not in known]
    if unknown:
        raise Invalid([FieldProblem(one, _("There is no such unit today.")) for one in unknown])
    return {name: known[wanted[name]].id if name in wanted else None for name in UNIT_FIELDS}


def _party(one: PartyIn) -> PartyInput:
    return PartyInput(
        name=one.name,
        role=PartyRole(one.role),
        kind=PartyKind(one.kind),
        id_number=one.id_number,
        birth_date=one.birth_date,
        sex=one.sex,
        address=one.address,
        unit_code=one.unit_code,
        phone=one.phone,
        email=one.email,
    )


def _receipt(receipt: Receipt) -> ReceiptOut:
    return ReceiptOut(
        code=receipt.code,
        status=receipt.status,
        at=receipt.at,
        content_hash=receipt.content_hash,
        signed_text=receipt_text(receipt.code, receipt.content_hash, receipt.at),
        signature=receipt.signature,
        tracking_url=receipt.tracking_url,
        security_code=receipt.security_code,
    )

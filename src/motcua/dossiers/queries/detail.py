"""One dossier with everything that belongs to it; a fixed number of statements."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from motcua.documents.signatures.types import evidence_read
from motcua.dossiers.models import (
    Attachment,
    BookLine,
    Component,
    Dossier,
    Event,
    Fee,
    Obligation,
    Party,
    Reason,
    Result,
    SupplementRequest,
)
from motcua.dossiers.queries.letters import proposals_of
from motcua.dossiers.queries.opinions import opinions_of, units_placed
from motcua.dossiers.queries.papers import papers_of
from motcua.dossiers.queries.parts import words_of
from motcua.dossiers.queries.returns import returns_of
from motcua.dossiers.types import (
    Channel,
    Finance,
    LateCause,
    PartyKind,
    PartyRole,
    Phase,
    ReturnMethod,
    Status,
    StopKind,
)
from motcua.dossiers.views import (
    AttachmentView,
    BookView,
    ComponentView,
    DossierView,
    EventView,
    FeeView,
    ObligationView,
    PartyView,
    ResultView,
    SupplementView,
    SuppliedView,
)
from motcua.identity.queries import accounts_by_ids
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.procedures.queries import version_get
from motcua.workflow.queries import hand_overs_of, items_of, process_progress


def dossier_exists(code: str) -> bool:
    """Tell whether the scope shows a dossier with this code."""
    return Dossier.objects.filter(code=code).exists()


def dossier_get(code: str) -> DossierView:
    """Return a dossier with everything that belongs to it; raises NotFound out of scope."""
    dossier = Dossier.objects.filter(code=code.strip()).first()
    if dossier is None:
        raise NotFound("dossier_unknown", _("There is no such dossier here."))
    events = list(Event.objects.filter(dossier=dossier).order_by("seq"))
    reasons = {row.seq: row for row in Reason.objects.filter(dossier=dossier)}
    by = [json.loads(event.payload)["by"] for event in events]
    asked = opinions_of(dossier.pk)
    units = units_by_ids(_unit_ids(dossier, by))
    placed = units_placed({one.unit_id for one in asked}) if asked else {}
    results = list(Result.objects.filter(dossier=dossier).order_by("version"))
    supplements = list(SupplementRequest.objects.filter(dossier=dossier).order_by("ordinal"))
    found = accounts_by_ids(
        _account_ids(dossier, events, results) | {one["for"] for one in by if "for" in one}
    )
    accounts = {key: account.name for key, account in found.items()}
    attachments = list(Attachment.objects.filter(dossier=dossier).order_by("id"))
    process_id = dossier.process_id
    return DossierView(
        **_columns(dossier),
        procedure=version_get(dossier.procedure_version_id),
        receiving_unit=units[dossier.receiving_unit_id],
        competent_unit=units[dossier.competent_unit_id],
        support_unit=units.get(dossier.support_unit_id or 0),
        return_unit=units[dossier.return_unit_id],
        accounts=accounts,
        parties=tuple(_party(row) for row in Party.objects.filter(dossier=dossier).order_by("id")),
        components=_components(dossier, attachments),
        fees=tuple(_fee(row) for row in Fee.objects.filter(dossier=dossier).order_by("id")),
        supplements=tuple(supplement_view(row) for row in supplements),
        obligations=tuple(
            _obligation(row) for row in Obligation.objects.filter(dossier=dossier).order_by("id")
        ),
        results=tuple(_result(row) for row in results),
        attachments=tuple(attachment_view(row) for row in attachments),
        timeline=tuple(
            _event(e, b, reasons.get(e.seq), units, accounts)
            for e, b in zip(events, by, strict=True)
        ),
        items=tuple(items_of(process_id)) if process_id else (),
        hand_overs=tuple(hand_overs_of(process_id)) if process_id else (),
        progress=process_progress(process_id) if process_id else None,
        process_id=process_id,
        papers=papers_of(dossier.pk),
        opinions=tuple(replace(one, unit_name=placed[one.unit_id]) for one in asked),
        book=_book(dossier.pk),
        sent_back=returns_of(dossier.pk),
        proposals=proposals_of(dossier.pk),
    )


def _book(dossier_id: int) -> BookView | None:
    line = BookLine.objects.filter(dossier_id=dossier_id).first()
    return BookView(line.unit_id, line.year, line.number) if line else None


def _unit_ids(dossier: Dossier, by: list[dict[str, Any]]) -> set[int]:
    acting = {entry["unit"] for entry in by if entry["unit"] is not None}
    return (
        acting
        | set(dossier.visible_units)
        | {
            dossier.receiving_unit_id,
            dossier.competent_unit_id,
            dossier.return_unit_id,
        }
    )


def _account_ids(dossier: Dossier, events: list[Event], results: list[Result]) -> set[int]:
    ids = {event.account_id for event in events}
    ids |= {dossier.official_id, dossier.appraised_by, dossier.approved_by}
    ids |= {result.drafted_by for result in results} | {result.approved_by for result in results}
    told = (json.loads(event.payload)["data"].get("interim", {}) for event in events)
    ids |= {one.get("by") for one in told}  # who took it in while the line was down
    return {one for one in ids if one is not None}


def _columns(dossier: Dossier) -> dict[str, Any]:
    same = (
        "id",
        "code",
        "assisted_mode",
        "subject",
        "sets",
        "content",
        "submitted_at",
        "accepted_at",
        "due_at",
        "due_original_at",
        "suspended_from",
        "supplement_count",
        "waiting",
        "promised_at",
        "ended_at",
        "returned_at",
        "recorded_at",
        "content_hash",
        "official_id",
        "appraised_by",
        "approved_by",
    )
    columns: dict[str, Any] = {name: getattr(dossier, name) for name in same}
    return columns | {
        "version": dossier.seq,
        "status": Status(dossier.status),
        "phase": Phase(dossier.phase),
        "stop_kind": StopKind(dossier.stop_kind),
        "finance": Finance(dossier.finance),
        "late_cause": LateCause(dossier.late_cause),
        "channel": Channel(dossier.channel),
        "return_method": ReturnMethod(dossier.return_method),
        "visible_unit_ids": tuple(dossier.visible_units),
        "due_explanation": tuple(dossier.due_explanation),
    }


def _party(row: Party) -> PartyView:
    return PartyView(
        role=PartyRole(row.role),
        kind=PartyKind(row.kind),
        name=row.name,
        id_number=row.id_number,
        birth_date=row.birth_date,
        sex=row.sex,
        address=row.address,
        unit_code=row.unit_code,
        phone=row.phone,
        email=row.email,
    )


def attachment_view(row: Attachment) -> AttachmentView:
    """Return an attachment as faces see it."""
    return AttachmentView(row.pk, row.file_id, row.name, row.kind, row.sha256, row.added_at)


def _components(dossier: Dossier, attachments: list[Attachment]) -> tuple[ComponentView, ...]:
    files: dict[int, list[AttachmentView]] = defaultdict(list)
    for row in attachments:
        if row.component_id is not None and row.kind != "replaced":
            files[row.component_id].append(attachment_view(row))
    return tuple(
        ComponentView(
            id=row.pk,
            component_id=row.component_id,
            order=row.order,
            name=row.name,
            originals=row.originals,
            copies=row.copies,
            electronic=row.electronic,
            satisfied_by=row.satisfied_by,
            satisfied_at=row.satisfied_at,
            not_applicable=row.not_applicable,
            note=row.note,
            files=tuple(files[row.pk]),
        )
        for row in Component.objects.filter(dossier=dossier).order_by("order", "id")
    )


def _fee(row: Fee) -> FeeView:
    return FeeView(row.name, row.amount_vnd, row.quantity, row.basis, row.paid_at, row.paid_method)


def supplement_view(row: SupplementRequest) -> SupplementView:
    """Return a supplement request as faces see it."""
    return SupplementView(
        id=row.pk,
        ordinal=row.ordinal,
        phase=Phase(row.phase),
        state=row.state,
        items=tuple(row.items),
        reason=row.reason,
        legal_basis=row.legal_basis,
        deadline=row.deadline,
        proposed_by=row.proposed_by,
        approved_by=row.approved_by,
        requested_at=row.requested_at,
        received_at=row.received_at,
        due_before=row.due_before,
        due_after=row.due_after,
        answers=tuple(
            SuppliedView(
                one["item"], one.get("text", ""), tuple(one.get("files", ())), one.get("note", "")
            )
            for one in row.answers
        ),
    )


def _obligation(row: Obligation) -> ObligationView:
    return ObligationView(
        id=row.pk,
        payer=row.payer,
        notice_number=row.notice_number,
        amount_vnd=row.amount_vnd,
        pauses=row.pauses,
        requested_at=row.requested_at,
        fulfilled_at=row.fulfilled_at,
        proof=row.proof,
    )


def _result(row: Result) -> ResultView:
    return ResultView(
        id=row.pk,
        version=row.version,
        kind=row.kind,
        title=row.title,
        file_id=row.file_id,
        file_name=row.file_name,
        sha256=row.sha256,
        drafted_by=row.drafted_by,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        number=row.number,
        issued_at=row.issued_at,
        delivered_at=row.delivered_at,
        delivered_by=row.delivered_by,
        receiver_name=row.receiver_name,
        withdrawn_reason=row.withdrawn_reason,
        signatures=tuple(evidence_read(one) for one in row.signatures),
        check_code=row.check_code,
    )


def _event(
    event: Event,
    by: dict[str, Any],
    reason: Reason | None,
    units: dict[int, UnitView],
    accounts: dict[int, str],
) -> EventView:
    unit = units.get(by["unit"] or 0)
    return EventView(
        seq=event.seq,
        type=event.type,
        at=event.at,
        recorded_at=event.recorded_at,
        account_id=event.account_id,
        account_name=accounts.get(event.account_id or 0, ""),
        role=by["role"],
        unit_id=by["unit"],
        unit_name=unit.full_name if unit else "",
        data=json.loads(event.payload)["data"]
        | (words_of(reason.reason, reason.legal_basis) if reason else {}),
        hash=bytes(event.hash).hex(),
        for_name=accounts.get(by.get("for", 0), ""),
    )

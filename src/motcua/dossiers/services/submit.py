"""Submission: a dossier comes to be (status 1), with its receipt."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.documents.types import StoredFileView
from motcua.dossiers import chain, rules
from motcua.dossiers.models import Component, Dossier, Party
from motcua.dossiers.services import _write
from motcua.dossiers.services._files import attachments_of, files_of
from motcua.dossiers.services._rows import dossier_bind, rows_bind
from motcua.dossiers.services._submission import submission_check, submission_clean
from motcua.dossiers.services.fees import fees_of, fees_owed, waived_of
from motcua.dossiers.types import (
    Fact,
    FactType,
    Finance,
    PartyInput,
    PartyRole,
    Receipt,
    State,
    Status,
    Submission,
)
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import batch, clock, signing, wire
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.events import emit
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.idempotency import Replay, key_answer, key_claim
from motcua.kernel.rows import new
from motcua.kernel.text import search_key
from motcua.organisations.queries import agency_identifiers
from motcua.procedures.queries import offering_get
from motcua.procedures.types import OfferingView, VersionView


def dossier_submit(
    *, actor: Actor, submission: Submission, idempotency_key: str = "", client: str = ""
) -> Receipt:
    """Register a dossier (status 1) at the receiving unit and return its signed receipt.

    One transaction writes the dossier, its parties, components, files, fees, the first event and
    the outbox message. With an idempotency key the same call again returns the same receipt and
    has no further effect.

    Raises Invalid with every wrong field, Forbidden without a counter's posting in the receiving
    unit, Refused `not_offered` when the competent unit does not offer the procedure today.
    """
    clean = submission_clean(submission)
    with batch.operation():
        if idempotency_key:
            replay = key_claim(
                client=client or f"account:{actor.account_id}",
                key=idempotency_key,
                body=chain.canonical(_plain(clean)).encode(),
            )
            if replay is not None:
                return receipt_again(replay)
        dossier = dossier_create(actor=actor, submission=clean)
        if idempotency_key:
            key_answer(
                client=client or f"account:{actor.account_id}",
                key=idempotency_key,
                status=201,
                response={"code": dossier.code},
                subject=f"dossier:{dossier.pk}",
            )
        failpoint("submit.written")
        failpoint_after_commit("submit.committed")
    return receipt_of(dossier)


def dossier_create(*, actor: Actor, submission: Submission) -> Dossier:
    """Write a cleaned submission in the present transaction; see `dossier_submit`."""
    offering = offering_for(submission)
    receiving = receiving_of(submission, offering)
    posting = intake_posting(actor, submission, receiving)
    return dossier_write(submission, offering, receiving, _write.doer_of(posting))


def receiving_of(submission: Submission, offering: OfferingView) -> int:
    """Return the unit whose counter a submission comes to."""
    named = submission.receiving_unit_id
    return named or offering.roles_units.get("receiving", offering.unit_id)


def dossier_write(
    submission: Submission,
    offering: OfferingView,
    receiving: int,
    doer: _write.Doer,
    *,
    own: Mapping[str, Any] | None = None,
    told: Mapping[str, Any] | None = None,
) -> Dossier:
    """Write a cleaned submission by whoever may hand it in; the caller has made sure of that.

    `own` are further columns of the dossier, `told` further data of its first event.
    """
    submission_check(submission, offering.version)
    files = files_of(submission)
    at = submission.declared_at or clock.now()
    dossier = _dossier(submission, offering, receiving, at, files)
    for name, value in (own or {}).items():
        setattr(dossier, name, value)
    fees = fees_of(submission, offering, at)
    dossier.finance = Finance.UNPAID if any(fee.amount_vnd for fee in fees) else Finance.NONE
    dossier.code, dossier.pk = code_next(agency_identifiers([receiving])[receiving], at)
    parties = _parties(dossier, submission)
    rows = _components(dossier, submission, offering.version, at)
    papers = attachments_of(dossier, submission, rows, files, doer.account_id, at)
    dossier.head_hash = chain.GENESIS
    bound = dossier_bind(dossier) | rows_bind(dossier, *parties, *rows, *papers, *fees)
    waived = waived_of(submission, offering, at) or None
    known = {**(told or {}), "waived": waived, "parts": _parts(submission, offering.version)}
    fact = _fact(dossier, offering.version, submission.declared_reason, bound, known)
    _write.state_store(dossier, after := rules.apply(State(), fact))
    event = _write.event_append(dossier, after.seq, fact, doer)
    with batch.together():
        batch.insert([dossier])
        batch.insert(parties)
        if not files:
            batch.insert(rows)
        batch.insert(fees_owed(dossier, fees))
        _write.events_write([event])
        batch.insert(_write.reasons_of(dossier, after.seq, fact))
        emit(_write.change_of(dossier, None, after, fact))
    dossier._state.adding = False  # noqa: SLF001 - as Model.save leaves it
    if files:  # a file's row names the row of its component
        Component.objects.bulk_create(rows)
        numbers = {row.component_id: row.pk for row in rows}
        for paper in papers:
            if paper.component is not None:
                paper.component_id = numbers[paper.component.component_id]
        batch.insert(papers)
    return dossier


def _fact(
    dossier: Dossier,
    version: VersionView,
    declared: str,
    rows: dict[str, str],
    told: Mapping[str, Any],
) -> Fact:
    """Return the first fact of a dossier that has everything but its state."""
    return _write.fact_at(
        FactType.SUBMITTED,
        dossier.submitted_at,
        rows=rows,
        words={"reason": declared} if declared else None,
        procedure=version.code,
        version=version.id,
        receiving=dossier.receiving_unit_id,
        competent=dossier.competent_unit_id,
        channel=int(dossier.channel),
        finance=int(dossier.finance),
        content=dossier.content_hash,
        **told,
    )


def _parts(submission: Submission, version: VersionView) -> dict[str, int]:
    """Return how the components came, in numbers: the Service Index counts them.

    Paper that is only shown goes back at once, so that there is none to digitise.
    """
    given = submission.components
    paper = [one for one in given if one.originals or one.copies]
    known = {one.id for one in version.components if one.how == "present"}
    shown = sum(one.component_id in known and not one.file_ids for one in paper)
    return {
        "paper": len(paper) - shown,
        "shown": shown,
        "file": sum(bool(one.file_ids) for one in given),
        "data": sum(bool(one.satisfied_by) and one.satisfied_by[:5] != "form:" for one in given),
        "reused": sum(one.is_reused for one in given),
    }


def submission_problems(submission: Submission, version: VersionView) -> list[FieldProblem]:
    """Return every wrong field of a submission without writing anything; empty when all is well.

    A form that is incomplete elsewhere asks this too, so that everything is said at once.
    """
    try:
        submission_check(submission_clean(submission), version)
    except Invalid as refusal:
        return refusal.problems
    return []


def intake_posting(actor: Actor, submission: Submission, unit_id: int) -> PostingView:
    """Return the posting under which somebody takes in; raises Forbidden.

    A back-dated reception is entered by a director, not by the counter that received it (T3).
    """
    late = submission.declared_at is not None
    return actor.posting_for(Action.WORK_REASSIGN if late else Action.DOSSIER_INTAKE, unit_id)


def offering_for(submission: Submission) -> OfferingView:
    """Return what the competent unit offers; raises NotFound, or Refused `not_taken_in_today`."""
    offering = offering_get(unit_id=submission.unit_id, code=submission.procedure_code)
    if not offering.takes_in_on(clock.today()):
        raise Refused("not_taken_in_today", _("This procedure cannot be taken in here today."))
    return offering


def code_next(agency_identifier: str, at: datetime) -> tuple[str, int]:
    """Take the next serial of the unit's day; the counter's row is locked until commit.

    Returns the code and the id of the dossier that is to bear it, so that its row and everything
    that belongs to it can be written at once.
    """
    if not agency_identifier:
        raise Refused(
            "no_agency_identifier",
            _("This unit has no agency identifier yet, so it cannot give codes to dossiers."),
        )
    day = clock.local(at).strftime("%y%m%d")
    [(serial, number)] = wire.fetch(
        "INSERT INTO dossiers_codecounter (agency_identifier, day, last) VALUES (%s, %s, 1)"
        " ON CONFLICT (agency_identifier, day)"
        " DO UPDATE SET last = dossiers_codecounter.last + 1"
        " RETURNING last, nextval(pg_get_serial_sequence('dossiers_dossier', 'id'))",
        [agency_identifier, day],
    )
    return rules.dossier_code(agency_identifier, day, serial), number


def receipt_of(dossier: Dossier, *, replayed: bool = False) -> Receipt:
    """Return the signed receipt; it is a function of the dossier, so repetitions are equal."""
    text = receipt_text(dossier.code, dossier.content_hash, dossier.submitted_at)
    return Receipt(
        code=dossier.code,
        dossier_id=dossier.pk,
        status=Status(dossier.status),
        at=dossier.submitted_at,
        content_hash=dossier.content_hash,
        signature=signing.sign(text),
        tracking_url=tracking_url(dossier.code),
        security_code=chain.security_code(dossier.code),
        replayed=replayed,
    )


def receipt_again(replay: Replay) -> Receipt:
    """Return the receipt of the first call; NotFound when the scope does not show it any more."""
    dossier = Dossier.objects.filter(code=replay.response["code"]).first()
    if dossier is None:
        raise NotFound("dossier_unknown", _("There is no such dossier here."))
    return receipt_of(dossier, replayed=True)


def receipt_text(code: str, content_hash: str, at: datetime) -> str:
    """Return the text that a receipt's signature covers."""
    return f"motcua-receipt-1|{code}|{content_hash}|{chain.instant_text(at)}"


def tracking_url(code: str) -> str:
    """Return the address in the slip's QR code."""
    return f"{settings.PUBLIC_URL}/t/{code}/{chain.tracking_token(code)}/"


def result_check_url(code: str = "") -> str:
    """Return the address where anybody checks a result or a letter; with its code filled in."""
    return f"{settings.PUBLIC_URL}/verify/result/" + (f"?code={code}" if code else "")


def _dossier(
    submission: Submission,
    offering: OfferingView,
    receiving: int,
    at: datetime,
    files: Mapping[int, StoredFileView],
) -> Dossier:
    applicant = next(one for one in submission.parties if one.role is PartyRole.APPLICANT)
    return_unit = submission.return_unit_id or receiving
    seen_by = {receiving, return_unit, offering.unit_id, submission.support_unit_id}
    return new(
        Dossier,
        procedure_version_id=offering.version.id,
        procedure_id=offering.version.procedure_id,
        receiving_unit_id=receiving,
        competent_unit_id=offering.unit_id,
        support_unit_id=submission.support_unit_id,
        return_unit_id=return_unit,
        visible_units=sorted(unit for unit in seen_by if unit is not None),
        channel=submission.channel,
        assisted_mode=submission.assisted_mode,
        return_method=submission.return_method,
        subject=submission.subject,
        sets=submission.sets,
        content=_content(submission),
        applicant_name=applicant.name,
        applicant_key=search_key(applicant.name),
        submitted_at=at,
        content_hash=content_hash(submission, files),
    )


def _content(submission: Submission) -> dict[str, Any]:
    """Return what has no column of its own; a case that only the fee knows stands there too."""
    case = submission.fee_case
    if not case or case == submission.content.get("case"):
        return submission.content
    return {**submission.content, "fee_case": case}


def content_hash(submission: Submission, files: Mapping[int, StoredFileView]) -> str:
    """Return the SHA-256 that binds everything handed in, files by their own hashes."""
    plain = _plain(submission)
    plain["files"] = {str(key): view.sha256 for key, view in sorted(files.items())}
    return hashlib.sha256(chain.canonical(plain).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return chain.instant_text(value)
    if is_dataclass(value):  # as `asdict`, without its copies
        return {name: _plain(getattr(value, name)) for name in _names(value.__class__)}
    return str(value)


@lru_cache(maxsize=16)
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _parties(dossier: Dossier, submission: Submission) -> list[Party]:
    return [
        new(
            Party,
            dossier_id=dossier.pk,
            search_key=search_key(party.name),
            **{name: getattr(party, name) for name in _names(PartyInput)},
        )
        for party in submission.parties
    ]


def _components(
    dossier: Dossier, submission: Submission, version: VersionView, at: datetime
) -> list[Component]:
    given = {item.component_id: item for item in submission.components}
    rows: list[Component] = []
    for known in version.components:
        row = new(
            Component,
            dossier_id=dossier.pk,
            component_id=known.id,
            order=known.order,
            name=known.name[:1000],
        )
        item = given.get(known.id)
        if item is not None:
            row.originals, row.copies = item.originals, item.copies
            row.electronic = bool(item.file_ids)
            row.satisfied_by = item.satisfied_by
            row.satisfied_at = at if item.satisfied_by else None
            row.not_applicable, row.note = item.not_applicable, item.note
        rows.append(row)
    return rows

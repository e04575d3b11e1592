"""Sending: everything is checked, one transaction, one dossier however often it is pressed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.dossiers.services.citizen import dossier_submit_online, own_receipt
from motcua.dossiers.types import (
    ComponentInput,
    PartyInput,
    PartyRole,
    Receipt,
    ReturnMethod,
    Submission,
)
from motcua.filing.events import FilingSent
from motcua.filing.models import Draft
from motcua.filing.queries.drafts import draft_get, draft_view, drafts_mine, files_of
from motcua.filing.queries.groups import group_get
from motcua.filing.quote import quantity_of
from motcua.filing.rules import ANSWERED, file_mark, is_form, papers_asked
from motcua.filing.services.check import draft_gaps, gap_text
from motcua.filing.services.drafts import draft_expect
from motcua.filing.services.group import group_file, group_receipt_again, group_retry
from motcua.filing.services.proofs import proofs_told, reused_of
from motcua.filing.steps import papers_of
from motcua.filing.types import DraftFileView, DraftState, DraftView, PaperWay, SourceState
from motcua.forms.queries import (
    answers_files,
    answers_flags,
    form_get,
    marks_read,
    submission_parts,
)
from motcua.forms.types import FormView, Kind, Question
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.events import emit
from motcua.procedures.queries import version_get
from motcua.procedures.types import VersionView


def draft_send(
    *, citizen: CitizenActor, public_id: str, declared: bool, expected: int | None = None
) -> Receipt:
    """Send a draft and return the receipt of the dossier, or of the parent, that it became.

    Idempotent by the draft itself: pressed twice, from two tabs, or again after an answer that was
    lost, there is one dossier and the same receipt. Raises Invalid with everything that is still
    open (fields are the steps where it is mended), Stale when the draft was changed since it was
    read, Refused `draft_closed`, and what `dossier_submit_online` raises.
    """
    with transaction.atomic():
        row = drafts_mine(citizen).select_for_update().filter(public_id=public_id).first()
        if row is None:
            raise NotFound("draft_unknown", _("There is no such draft here."))
        if row.state == DraftState.SENT:
            again = group_receipt_again(citizen, row.sent_code) if row.group else None
            return again or own_receipt(citizen, row.sent_code, replayed=True)
        if row.state == DraftState.DISCARDED:
            raise Refused(
                "draft_closed", _("This draft was deleted. Take it back to go on with it.")
            )
        form, version = form_get(row.form_id), version_get(row.version_id)
        level_expect(citizen, version)
        draft_expect(row, expected)
        draft = draft_view(row, files_of(row))
        _ready(draft, form, version, declared=declared)
        submission = submission_of(draft, form, version)
        if row.group:
            receipt = group_file(citizen=citizen, draft=row, lead=submission)
        else:
            receipt = dossier_submit_online(
                citizen=citizen, submission=submission, idempotency_key=f"draft:{public_id}"
            )
        _close(row, receipt)
        emit(_sent(citizen, row, receipt))
    return receipt


def group_again(*, citizen: CitizenActor, public_id: str) -> int:
    """Try again to file the parts of a group that could not be filed; return how many are now.

    Raises NotFound for another person's.
    """
    draft_id = group_get(citizen, public_id).draft_id
    draft = draft_get(citizen, draft_id)
    version = version_get(draft.version_id)
    level_expect(citizen, version)
    lead = submission_of(draft, form_get(draft.form_id), version)
    return group_retry(citizen=citizen, public_id=public_id, lead=lead)


def level_expect(citizen: CitizenActor, version: VersionView) -> None:
    """Raise Refused when who is signed in has not the level that the procedure needs."""
    if citizen.assurance < version.assurance:
        raise Refused(
            "level_too_low",
            _("Please sign in at level 2 to send it. Your draft is kept; the counter is open."),
        )


def submission_of(draft: DraftView, form: FormView, version: VersionView) -> Submission:
    """Return what a complete draft hands in; who files it is added by the operation."""
    assert draft.unit_id is not None, "a draft without a unit has a gap"
    parts = submission_parts(form, draft.answers)
    method = draft.delivery.method
    owner = tuple(
        PartyInput(
            name=one.name,
            role=PartyRole.OWNER,
            id_number=one.id_number,
            sex=one.sex,
            address=one.address,
            unit_code=one.unit_code,
        )
        for one in parts.parties
        if one.role == PartyRole.OWNER
    )
    applicant = next((one for one in parts.parties if one.role == PartyRole.APPLICANT), None)
    reached = PartyInput(
        name="",
        phone=applicant.phone if applicant else "",
        email=applicant.email if applicant else "",
        address=applicant.address if applicant else "",
    )
    return Submission(
        procedure_code=draft.procedure_code,
        unit_id=draft.unit_id,
        parties=(reached, *owner),
        components=(*_components(draft, form, version), *_answered(draft, form, version)),
        file_ids=tuple(one.file_id for one in _loose(draft, form)),
        file_names=tuple(one.name for one in _loose(draft, form)),
        return_method=ReturnMethod(method if method is not None else ReturnMethod.COUNTER),
        subject=parts.subject,
        content={**parts.content, **_beside(draft, form)},
        fee_quantity=quantity_of(draft, form),
        fee_case=parts.case or draft.case,
        fee_groups=draft.fees.groups,
    )


def flags_of(draft: DraftView, form: FormView) -> list[dict[str, Any]]:
    """Return what an officer looks at: a source that said something else, or was silent."""
    marks = marks_read(draft.marks)
    declared = [asdict(one) for one in answers_flags(form, draft.answers, marks)]
    return declared + [
        {"source": key, "state": one["state"], "differs": list(one.get("differs", ()))}
        for key, one in draft.sources.items()
        if one.get("state") in {SourceState.MISMATCH.value, SourceState.DOWN.value}
    ]


def form_declares(form: FormView) -> bool:
    """Whether the form itself asks for the declaration; it is not asked twice."""
    return any(one.kind is Kind.DECLARATION for one in form.questions)


def _ready(draft: DraftView, form: FormView, version: VersionView, *, declared: bool) -> None:
    problems = [FieldProblem(gap.step, gap_text(gap)) for gap in draft_gaps(draft, form, version)]
    if not declared and not form_declares(form):
        text = _("Please confirm that what you declare is true.")
        problems.append(FieldProblem("declared", text))
    if problems:
        raise Invalid(problems)


def _components(
    draft: DraftView, form: FormView, version: VersionView
) -> tuple[ComponentInput, ...]:
    own = bool(form.procedure)
    asked = {one.id for one in papers_of(form, version, draft)}
    given = [
        ComponentInput(component_id=one.id, satisfied_by=f"form:{form.id}")
        for one in version.components
        if is_form(one, own_form=own)
    ]
    for component_id, paper in draft.papers.items():
        if component_id not in asked:
            continue
        files = draft.files_of(component_id) if paper.way is PaperWay.FILES else ()
        bring = _("The applicant brings the paper.") if paper.way is PaperWay.BRING else ""
        told = bring or paper.note or proofs_told(files)
        given.append(
            ComponentInput(
                component_id=component_id,
                file_ids=tuple(one.file_id for one in files),
                file_names=tuple(one.name for one in files),
                satisfied_by=paper.record[:80] if paper.way is PaperWay.DATA else "",
                not_applicable=paper.way is PaperWay.NOT_APPLICABLE,
                note=told,
            )
        )
    return tuple(given)


def _answered(draft: DraftView, form: FormView, version: VersionView) -> tuple[ComponentInput, ...]:
    """Return the components that questions of the form asked for as files."""
    own = bool(form.procedure)
    by_order = {one.order: one for one in papers_asked(version, own_form=own)}
    found: dict[int, dict[int, DraftFileView]] = {}
    for question, files in _given(draft, form):
        if question.component in by_order:
            kept = found.setdefault(by_order[question.component].id, {})
            kept |= {one.file_id: one for one in files}
    return tuple(
        ComponentInput(
            component_id=component_id,
            file_ids=tuple(files),
            file_names=tuple(one.name for one in files.values()),
        )
        for component_id, files in found.items()
        if files
    )


def _loose(draft: DraftView, form: FormView) -> list[DraftFileView]:
    """Return the files of answers that stand for no component, each once."""
    found = {
        one.file_id: one
        for question, files in _given(draft, form)
        if not question.component
        for one in files
    }
    return list(found.values())


def _given(draft: DraftView, form: FormView) -> list[tuple[Question, list[DraftFileView]]]:
    known = {file_mark(one.file_id): one for one in draft.files_of(ANSWERED)}
    return [
        (question, [known[one] for one in marks if one in known])
        for _path, question, marks in answers_files(form, draft.answers)
    ]


def _beside(draft: DraftView, form: FormView) -> dict[str, Any]:
    beside: dict[str, Any] = {}
    if draft.delivery.method == ReturnMethod.POST:
        beside["delivery"] = {
            "name": draft.delivery.name,
            "address": draft.delivery.address,
            "phone": draft.delivery.phone,
        }
    reused = reused_of(draft)
    if reused:
        beside["reused"] = reused
    flags = flags_of(draft, form)
    if flags:
        beside["flags"] = flags
    if draft.case:
        beside["case"] = draft.case
    if draft.fees.groups:
        beside["fee_groups"] = list(draft.fees.groups)
    return beside


def _close(row: Draft, receipt: Receipt) -> None:
    row.state, row.sent_code, row.sent_at = DraftState.SENT, receipt.code, receipt.at
    row.version += 1
    row.others = {}
    row.save(update_fields=["state", "sent_code", "sent_at", "version", "others"])


def _sent(citizen: CitizenActor, row: Draft, receipt: Receipt) -> FilingSent:
    return FilingSent(
        person_id=citizen.person_id,
        subject_id=citizen.subject_id,
        dossier_id=receipt.dossier_id,
        code=receipt.code,
        procedure_code=row.procedure_code,
        at=receipt.at,
        language=citizen.person.language or (get_language() or "vi")[:2],
    )

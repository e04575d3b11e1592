"""What a complete draft hands in: parties, components, files, and what officers are told beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.types import (
    ComponentInput,
    PartyInput,
    PartyRole,
    ReturnMethod,
    Submission,
)
from motcua.filing.quote import copied_of, quantity_of
from motcua.filing.rules import ANSWERED, file_mark, is_form, papers_asked
from motcua.filing.services.proofs import proofs_told, reused_ids, reused_of
from motcua.filing.steps import papers_of
from motcua.filing.types import DraftFileView, DraftView, PaperWay, SourceState
from motcua.forms.queries import answers_files, answers_flags, marks_read, submission_parts
from motcua.forms.types import FormView, Question
from motcua.procedures.types import VersionView


def submission_of(draft: DraftView, form: FormView, version: VersionView) -> Submission:
    """Return what a complete draft hands in; who files it is added by the operation.

    Of a draft that files parts of a group once more it is what they share: the answers with every
    file that they name, and no component (`papers_given` has those of each part).
    """
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
    loose = _loose(draft, form)
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
        components=() if draft.again else _components(draft, form, version),
        file_ids=tuple(one.file_id for one in loose),
        file_names=tuple(one.name for one in loose),
        return_method=ReturnMethod(method if method is not None else ReturnMethod.COUNTER),
        subject=parts.subject,
        content={**parts.content, **_beside(draft, form)},
        fee_quantity=quantity_of(draft, form, parts),
        fee_papers=copied_of(parts),
        fee_case=parts.case or draft.case,
        fee_groups=draft.fees.groups,
    )


def papers_given(draft: DraftView, wanted: Iterable[int]) -> tuple[ComponentInput, ...]:
    """Return what was said and added on the page of papers for the components `wanted`."""
    asked = set(wanted)
    given = []
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
                reused_ids=reused_ids(files),
            )
        )
    return tuple(given)


def flags_of(draft: DraftView, form: FormView) -> list[dict[str, Any]]:
    """Return what an officer looks at: a source that said something else, or was silent."""
    marks = marks_read(draft.marks)
    declared = [asdict(one) for one in answers_flags(form, draft.answers, marks)]
    return declared + [
        {"source": key, "state": one["state"], "differs": list(one.get("differs", ()))}
        for key, one in draft.sources.items()
        if one.get("state") in {SourceState.MISMATCH.value, SourceState.DOWN.value}
    ]


def _components(
    draft: DraftView, form: FormView, version: VersionView
) -> tuple[ComponentInput, ...]:
    own = bool(form.procedure)
    given = tuple(
        ComponentInput(component_id=one.id, satisfied_by=f"form:{form.id}")
        for one in version.components
        if is_form(one, own_form=own)
    )
    papers = papers_given(draft, (one.id for one in papers_of(form, version, draft)))
    return (*given, *papers, *_answered(draft, form, version))


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
            note=proofs_told(files.values()),
            reused_ids=reused_ids(files.values()),
        )
        for component_id, files in found.items()
        if files
    )


def _loose(draft: DraftView, form: FormView) -> list[DraftFileView]:
    """Return the files of answers that stand for no component handed in, each once."""
    found = {
        one.file_id: one
        for question, files in _given(draft, form)
        if draft.again or not question.component
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

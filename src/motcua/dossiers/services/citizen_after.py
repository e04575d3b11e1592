"""What the applicant does with a dossier from home: send what was asked for, withdraw it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.queries import files_by_ids
from motcua.documents.types import StoredFileView
from motcua.dossiers import chain
from motcua.dossiers.models import Attachment, Dossier, SupplementRequest
from motcua.dossiers.paper_rules import paper_rule
from motcua.dossiers.queries import dossier_exists
from motcua.dossiers.services import _write
from motcua.dossiers.services._proposals import proposals_close
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.citizen import answer_due, doer_of, told_by
from motcua.dossiers.services.intake import reason_clean
from motcua.dossiers.services.papers import Said, fact_with_paper
from motcua.dossiers.services.pause import dossier_resume
from motcua.dossiers.types import Fact, FactType, Outcome, Phase, Status
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.workflow.services import process_cancel

TEXT_MAX = 2000


@dataclass(frozen=True, slots=True)
class SuppliedItem:
    """What the applicant sends for one thing that was asked for; `item` is its place, from 0."""

    item: int
    text: str = ""
    file_ids: tuple[int, ...] = ()
    file_names: tuple[str, ...] = ()
    note: str = ""  # what the officer is told about files that were used again


def dossier_withdraw_own(
    *, citizen: CitizenActor, code: str, reason: str, version: int | None = None
) -> Outcome:
    """Withdraw one's own dossier (→7, form 05); only while no result has been issued.

    Raises NotFound for what is not this person's, Refused `not_in_this_status`, Stale.
    """
    cleaned = reason_clean(reason)
    own_check(citizen, code)
    with scope_use(SYSTEM):
        dossier = _write.dossier_lock(code, version=version)
        at = clock.now()
        fact = _write.fact_at(
            FactType.WITHDRAWN,
            at,
            rows=_write.requests_close(dossier),
            words={"reason": cleaned},
            **told_by(citizen),
        )
        rule = paper_rule(FactType.WITHDRAWN, clock.today())
        fact = fact_with_paper(dossier, fact, rule, Said(reason=cleaned))
        outcome = _write.facts_record(dossier, [fact], doer_of(citizen))
        if dossier.process_id is not None:
            process_cancel(process_id=dossier.process_id, reason=cleaned, at=at)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def supplement_supply_own(
    *,
    citizen: CitizenActor,
    code: str,
    items: Sequence[SuppliedItem],
    version: int | None = None,
) -> Outcome:
    """Send what was asked for, item by item: files, words, or both.

    Items may come one after another. With the last of them the request is answered: during
    appraisal the clock runs on from that instant (5→4), before acceptance the counter has 8
    working hours to answer again. Sending the same item once more replaces its words and adds its
    files. Raises NotFound for what is not this person's, Invalid with every wrong item, Refused
    `nothing_requested`, Stale.
    """
    own_check(citizen, code)
    with scope_use(SYSTEM):
        dossier = _write.dossier_lock(code, version=version)
        request = SupplementRequest.objects.filter(dossier=dossier, state="requested").first()
        if request is None:
            raise Refused("nothing_requested", _("No supplement was requested."))
        files = _checked(items, request)
        at = clock.now()
        papers = _attach(dossier, items, files, at)
        _answer(request, items)
        whole = len(request.answers) == len(request.items)
        if whole:
            request.state, request.received_at = "received", at
        request.save()
        fact = _added(citizen, dossier, request, papers, at, len(files))
        resumes = whole and request.phase == Phase.APPRAISAL
        also = [] if resumes or not whole else _answer_again(dossier, at)
        outcome = _write.facts_record(dossier, [fact], doer_of(citizen), also=also)
        if resumes:
            outcome = dossier_resume(
                dossier, FactType.SUPPLEMENT_RECEIVED, doer_of(citizen), request
            )
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def own_check(citizen: CitizenActor, code: str) -> None:
    """Raise NotFound unless the dossier is one of those of whoever it is for."""
    with scope_use(citizen.scope):
        if not dossier_exists(code):
            raise NotFound("dossier_unknown", _("There is no such dossier here."))


def _checked(
    items: Sequence[SuppliedItem], request: SupplementRequest
) -> dict[int, StoredFileView]:
    problems: list[FieldProblem] = []
    if not items:
        problems.append(FieldProblem("items", _("Add a file or an answer to at least one item.")))
    seen: set[int] = set()
    for one in items:
        field = f"items.{one.item}"
        if not 0 <= one.item < len(request.items) or one.item in seen:
            problems.append(FieldProblem(field, _("This was not asked for.")))
        elif not one.file_ids and not nfc(one.text):
            problems.append(FieldProblem(field, _("Add a file or an answer.")))
        elif len(one.text) > TEXT_MAX:
            text = _("This is too long; %(limit)s characters at most.") % {"limit": TEXT_MAX}
            problems.append(FieldProblem(field, text))
        seen.add(one.item)
    wanted = {file_id for one in items for file_id in one.file_ids}
    files = files_by_ids(wanted) if wanted else {}
    if wanted - files.keys():
        text = _("An uploaded file was not found. Please add it again.")
        problems.append(FieldProblem("items", text))
    if problems:
        raise Invalid(problems)
    return files


def _attach(
    dossier: Dossier,
    items: Sequence[SuppliedItem],
    files: dict[int, StoredFileView],
    at: datetime,
) -> list[Attachment]:
    """Link the files that were sent, each once; return every attachment that there is then."""
    there = set(
        Attachment.objects.filter(dossier=dossier, kind="other").values_list("file_id", flat=True)
    )
    Attachment.objects.bulk_create(
        Attachment(
            dossier=dossier,
            file_id=file_id,
            sha256=files[file_id].sha256,
            name=(one.file_names[place : place + 1] or (files[file_id].sha256[:12],))[0][:200],
            kind="other",
            added_at=at,
        )
        for one in items
        for place, file_id in enumerate(one.file_ids)
        if file_id not in there
    )
    attached = Attachment.objects.filter(dossier=dossier).select_related("component")
    return list(attached.order_by("pk"))


def _answer(request: SupplementRequest, items: Sequence[SuppliedItem]) -> None:
    answers: dict[int, dict[str, Any]] = {one["item"]: one for one in request.answers}
    for one in items:
        before = answers.get(one.item, {"files": [], "text": ""})
        notes = (before.get("note", ""), one.note)
        answers[one.item] = {
            "item": one.item,
            "text": nfc(one.text) or before["text"],
            "files": list(dict.fromkeys([*before["files"], *one.file_ids])),
            "note": "; ".join(note for note in notes if note),
        }
    request.answers = [answers[place] for place in sorted(answers)]


def _added(
    citizen: CitizenActor,
    dossier: Dossier,
    request: SupplementRequest,
    papers: Sequence[Attachment],
    at: datetime,
    files: int,
) -> Fact:
    content = hashlib.sha256(chain.canonical(request.answers).encode()).hexdigest()
    return _write.fact_at(
        FactType.DOCUMENT_ADDED,
        at,
        rows=rows_bind(dossier, request, *papers) | proposals_close(dossier),
        kind="supplement",
        supplement=request.ordinal,
        content=content,
        files=files,
        **told_by(citizen),
    )


def _answer_again(dossier: Dossier, at: datetime) -> list[str]:
    """Give the counter its hours again; return the column that changed."""
    assert Status(dossier.status) is Status.SUPPLEMENT
    if not dossier.waiting:  # else nothing can be answered yet
        dossier.answer_due_at = answer_due(dossier.receiving_unit_id, at)
    return ["answer_due_at"]

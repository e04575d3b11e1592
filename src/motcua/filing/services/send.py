"""Sending: everything is checked, one transaction, one dossier however often it is pressed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.dossiers.services.citizen import dossier_submit_online, own_receipt
from motcua.dossiers.types import Receipt
from motcua.filing.events import FilingSent
from motcua.filing.models import Draft
from motcua.filing.queries.drafts import draft_get, draft_view, drafts_mine, files_of
from motcua.filing.queries.groups import group_get
from motcua.filing.services.again import parts_file_again
from motcua.filing.services.check import draft_gaps, gap_text
from motcua.filing.services.drafts import draft_expect
from motcua.filing.services.group import group_file, group_receipt_again, group_retry
from motcua.filing.services.submission import submission_of
from motcua.filing.types import DraftState, DraftView
from motcua.forms.queries import form_get
from motcua.forms.types import FormView, Kind
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.events import emit
from motcua.procedures.queries import version_get
from motcua.procedures.types import VersionView


def draft_send(
    *, citizen: CitizenActor, public_id: str, declared: bool, expected: int | None = None
) -> Receipt:
    """Send a draft and return the receipt of the dossier, or of the parent, that it became.

    One that files parts of a group once more answers with the part's receipt, or with the parent's
    when there are several.

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
        if row.again:
            receipt, told = parts_file_again(citizen=citizen, draft=draft, shared=submission)
        elif row.group:
            receipt = group_file(citizen=citizen, draft=row, lead=submission)
            told = {row.procedure_code: receipt}
        else:
            receipt = dossier_submit_online(
                citizen=citizen, submission=submission, idempotency_key=f"draft:{public_id}"
            )
            told = {row.procedure_code: receipt}
        _close(row, receipt)
        for procedure_code, one in told.items():
            emit(_sent(citizen, procedure_code, one))
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


def _close(row: Draft, receipt: Receipt) -> None:
    row.state, row.sent_code = DraftState.SENT, receipt.code
    row.sent_at = clock.now() if row.again else receipt.at  # a parent's receipt may be older
    row.version += 1
    row.others = {}
    row.save(update_fields=["state", "sent_code", "sent_at", "version", "others"])


def _sent(citizen: CitizenActor, procedure_code: str, receipt: Receipt) -> FilingSent:
    return FilingSent(
        person_id=citizen.person_id,
        subject_id=citizen.subject_id,
        dossier_id=receipt.dossier_id,
        code=receipt.code,
        procedure_code=procedure_code,
        at=receipt.at,
        language=citizen.person.language or (get_language() or "vi")[:2],
    )

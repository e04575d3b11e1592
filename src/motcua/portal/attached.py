"""Files that a question of the form asks for: where they go, and what they are called."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.citizens.access import CitizenRequest
from motcua.filing.rules import ANSWERED, file_mark
from motcua.filing.services import draft_answer_file_add
from motcua.filing.types import DraftFileView, DraftView
from motcua.forms.queries import answers_files, form_get
from motcua.forms.types import Question
from motcua.kernel.errors import NotFound, Refused
from motcua.portal.filing import draft_open
from motcua.portal.pieces import version_expect
from motcua.portal.uploading import UploadPlace, payers_of
from motcua.ui import formats


def attach_place(
    request: CitizenRequest, draft: DraftView, page: str, question: str
) -> UploadPlace:
    """Return where the files of one question go."""
    return UploadPlace(
        owner=draft.public_id,
        mark=f"form:{question}",
        add=lambda stored: draft_answer_file_add(
            citizen=request.citizen, public_id=draft.public_id, path=question, file=stored
        ),
        part_url=lambda upload_id: reverse(
            "portal:file_attach_part",
            args=[draft.procedure_code, draft.public_id, page, question, upload_id],
        ),
        payers=payers_of(request.citizen),
    )


def question_asked(draft: DraftView, path: str) -> tuple[Question, list[str]]:
    """Return a question that asks for files and the marks in its answer; raises NotFound."""
    for one, question, marks in answers_files(form_get(draft.form_id), draft.answers):
        if one == path:
            return question, marks
    raise NotFound("question_unknown", _("No file is asked for there."))


def attach_open(request: CitizenRequest, code: str, draft_id: str, question: str) -> DraftView:
    """Return the open draft for a piece of a file; raises NotFound, Refused when it was sent."""
    draft = draft_open(request, code, draft_id)
    question_asked(draft, question)
    version_expect(request)
    if not draft.is_open:
        raise Refused("draft_closed", _("This was sent already."))
    return draft


def files_marked(draft: DraftView, marks: list[str]) -> list[DraftFileView]:
    """Return the files of an answer in its order."""
    known = {file_mark(one.file_id): one for one in draft.files_of(ANSWERED)}
    return [known[one] for one in marks if one in known]


def files_named(draft: DraftView) -> dict[str, str]:
    """Return the name and size of every file of the form's answers by its mark."""
    return {
        file_mark(one.file_id): f"{one.name} ({formats.file_size(one.size)})"
        for one in draft.files_of(ANSWERED)
    }

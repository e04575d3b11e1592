"""Files that a question of the form asks for: add, use again, order, take out, and go back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.queries import documents_usable
from motcua.filing.rules import ANSWERED, file_mark
from motcua.filing.services import (
    draft_answer_file_move,
    draft_answer_file_remove,
    draft_answer_file_use,
)
from motcua.filing.steps import Step, StepKind
from motcua.filing.types import DraftView
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.portal import uploading
from motcua.portal.attached import attach_place, files_marked, question_asked
from motcua.portal.filefields import AddForm
from motcua.portal.filing import (
    BACK,
    changing,
    closed_url,
    context_of,
    draft_open,
    filing_page,
    walk_with,
)
from motcua.portal.kept import usable_told


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_attach(
    request: CitizenRequest, code: str, draft_id: str, page: str, question: str
) -> HttpResponse:
    """Show the files of a question, or do what a button says and come back here."""
    draft = draft_open(request, code, draft_id)
    if closed := closed_url(draft):
        return redirect(closed)
    question_asked(draft, question)
    form = AddForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        try:
            if _done(request, draft, page, question, form):
                return redirect(request.get_full_path())
        except Invalid as refusal:
            for problem in refusal.problems:
                form.add_error("file", problem.message)
        status = 422
        draft = draft_open(request, code, draft_id)
    asked, marks = question_asked(draft, question)
    context = context_of(
        walk_with(draft),
        Step(StepKind.PAGE, page),
        form=form,
        asked=asked,
        files=files_marked(draft, marks),
        kept=usable_told(files_marked(draft, marks), documents_usable(request.citizen)),
        waiting=uploading.told(attach_place(request, draft, page, question)),
        limit=settings.UPLOAD_MAX_BYTES,
        page_url=reverse("portal:file_page", args=[code, draft_id, page])
        + (BACK if changing(request) else ""),
        pieces_url=reverse("portal:file_attach_upload", args=[code, draft_id, page, question]),
    )
    return render(request, "portal/file_attach.html", context, status=status)


def _done(
    request: CitizenRequest, draft: DraftView, page: str, question: str, form: AddForm
) -> bool:
    """Do what a button says; False when the form says what is wrong. Raises Invalid."""
    action, _colon, number = request.POST.get("action", "add").partition(":")
    place = attach_place(request, draft, page, question)
    if action in {"remove", "up", "use"}:
        _arrange(request, draft, question, action, number)
        return True
    if action in uploading.ACTS:
        uploading.act(place, action, number)
        return True
    if not form.is_valid():
        return False
    if not form.chosen():
        raise Invalid([FieldProblem("file", _("Choose a file or take a photo first."))])
    uploading.take(place, form.chosen())
    return True


def _arrange(
    request: CitizenRequest, draft: DraftView, question: str, action: str, number: str
) -> None:
    """Use a document of one's own, or take out or move a file that is there."""
    here: dict[str, Any] = {
        "citizen": request.citizen,
        "public_id": draft.public_id,
        "path": question,
    }
    if action == "use":
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
        draft_answer_file_use(**here, item_id=wanted)
        return
    for one in draft.files_of(ANSWERED):
        if str(one.id) != number:
            continue
        mark = file_mark(one.file_id)
        if action == "remove":
            draft_answer_file_remove(**here, mark=mark)
        else:
            draft_answer_file_move(**here, mark=mark, up=True)

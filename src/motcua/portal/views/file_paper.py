"""One paper: add files, put them in order, say that it comes on paper or does not apply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.queries import documents_usable
from motcua.filing.rules import NOTE_MOST
from motcua.filing.services import (
    draft_file_move,
    draft_file_remove,
    draft_file_use,
    draft_paper,
)
from motcua.filing.steps import Step, StepKind, component_of
from motcua.filing.types import DraftView, PaperWay
from motcua.kernel.errors import FieldProblem, Invalid, NotFound
from motcua.portal import uploading
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
from motcua.portal.paper_files import paper_place
from motcua.portal.papers import paper_told
from motcua.procedures.queries import version_get


class PaperForm(AddForm):
    """Files of a paper, or the reason why it does not apply."""

    note = forms.CharField(
        label=gettext_lazy("Why it does not apply to you"), max_length=NOTE_MOST, required=False
    )


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_paper(
    request: CitizenRequest, code: str, draft_id: str, component_id: int
) -> HttpResponse:
    """Show a paper, or do what its buttons say; each comes back here but the last ones."""
    draft = draft_open(request, code, draft_id)
    if closed := closed_url(draft):
        return redirect(closed)
    component = component_of(draft, version_get(draft.version_id), component_id)
    if component is None:
        raise NotFound("component_unknown", _("This procedure has no such component."))
    form = PaperForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        try:
            answer = _act(request, draft, component_id, form)
            if answer is not None:
                return answer
            status = 422
        except Invalid as refusal:
            status = 422
            for problem in refusal.problems:
                field = "note" if request.POST.get("action") == "needless" else "file"
                form.add_error(field, problem.message)
        draft = draft_open(request, code, draft_id)
    walk = walk_with(draft)
    context = context_of(
        walk,
        Step(StepKind.PAPERS),
        back=changing(request),
        form=form,
        paper=paper_told(draft, component),
        limit=settings.UPLOAD_MAX_BYTES,
        waiting=uploading.told(paper_place(request, draft, component_id)),
        kept=usable_told(draft.files_of(component_id), documents_usable(request.citizen)),
        list_url=walk.url(Step(StepKind.PAPERS)) + _carried(request),
    )
    return render(request, "portal/file_paper.html", context, status=status)


def _act(
    request: CitizenRequest, draft: DraftView, component_id: int, form: PaperForm
) -> HttpResponse | None:
    """Do what a button says and return where it leads; None when the form says what is wrong."""
    action, _colon, number = request.POST.get("action", "add").partition(":")
    place: dict[str, Any] = {"citizen": request.citizen, "public_id": draft.public_id}
    names = [draft.procedure_code, draft.public_id]
    here = redirect(reverse("portal:file_paper", args=[*names, component_id]) + _carried(request))
    there = redirect(reverse("portal:file_papers", args=names) + _carried(request))
    if action in {"remove", "up", "down", "use"}:
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
        if action == "use":
            draft_file_use(**place, component_id=component_id, item_id=wanted)
            return here
        if action == "remove":
            draft_file_remove(**place, draft_file_id=wanted)
        else:
            draft_file_move(**place, draft_file_id=wanted, up=action == "up")
        return here
    if action in uploading.ACTS:
        uploading.act(paper_place(request, draft, component_id), action, number)
        return here
    if action in {"bring", "needless"}:
        way = PaperWay.BRING if action == "bring" else PaperWay.NOT_APPLICABLE
        note = request.POST.get("note", "") if action == "needless" else ""
        draft_paper(**place, component_id=component_id, way=way, note=note)
        return there
    if not form.is_valid():
        return None
    if not form.chosen():
        raise Invalid([FieldProblem("file", _("Choose a file or take a photo first."))])
    uploading.take(paper_place(request, draft, component_id), form.chosen())
    return here


def _carried(request: CitizenRequest) -> str:
    return BACK if changing(request) else ""

"""One page of a form: questions, saved as they are answered, never overwritten without a word."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.services import draft_save
from motcua.filing.sources import marks_told
from motcua.filing.steps import Step, StepKind
from motcua.filing.types import DraftView
from motcua.forms.drawing import PageDrawing
from motcua.forms.queries import answers_act, answers_parse, form_get, page_draw
from motcua.forms.types import FormView, Page
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.portal.attached import files_named, question_asked
from motcua.portal.filing import (
    BACK,
    changing,
    closed_url,
    context_of,
    draft_open,
    expected,
    filing_page,
    leave_or,
    walk_with,
)
from motcua.ui import formats


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_page(request: CitizenRequest, code: str, draft_id: str, page: str) -> HttpResponse:
    """Draw a page; keep what was typed whatever it is, and lead on when it is right."""
    draft = draft_open(request, code, draft_id)
    if closed := closed_url(draft):
        return redirect(closed)
    form = form_get(draft.form_id)
    asked = form.screen(page)
    if asked is None:
        raise NotFound("form_page_unknown", _("There is no such page here."))
    if request.method != "POST":
        drawing = page_draw(
            form, page, draft.answers, marks=marks_told(draft), files=files_named(draft)
        )
        if not drawing.controls:  # what it asks does not apply any more
            return redirect(walk_with(draft).here_on)
        return _shown(request, draft, drawing)
    if request.POST.get("action", "").startswith("files:"):
        return _keep(request, draft, form, asked, files=True)
    raw = answers_act(form, page, request.POST)
    if raw is not None:  # a row more or less, a place looked up: nothing is checked
        drawing = page_draw(
            form, page, draft.answers, raw=raw, marks=marks_told(draft), files=files_named(draft)
        )
        return _shown(request, draft, drawing)
    return _keep(request, draft, form, asked)


def _keep(
    request: CitizenRequest, draft: DraftView, form: FormView, asked: Page, *, files: bool = False
) -> HttpResponse:
    """Save what was typed; `files` leads to where files of a question are added."""
    answers, problems = answers_parse(form, asked.key, request.POST, draft.answers)
    typing = "HX-Request" in request.headers
    saved = draft_save(
        citizen=request.citizen,
        public_id=draft.public_id,
        page=asked.key,
        keys=asked.keys,
        answers=answers,
        expected=expected(request),
        done=not typing and not files and not problems,
    )
    if typing:
        context = {
            "version": saved.draft.version,
            "time": formats.time_of_day(saved.draft.saved_at),
            "choose_url": _choose_url(saved.draft, asked.key) if saved.conflict else "",
        }
        return render(request, "portal/_saved.html", context)
    if saved.conflict:
        return redirect(_choose_url(saved.draft, asked.key))
    if files:
        question = request.POST["action"].partition(":")[2]
        question_asked(saved.draft, question)
        place = [saved.draft.procedure_code, saved.draft.public_id, asked.key, question]
        carried = BACK if changing(request) else ""
        return redirect(reverse("portal:file_attach", args=place) + carried)
    if problems and request.POST.get("action") != "later":
        drawing = page_draw(
            form,
            asked.key,
            saved.draft.answers,
            data=request.POST,
            problems=problems,
            marks=marks_told(draft),
            files=files_named(draft),
        )
        return _shown(request, saved.draft, drawing, status=422)
    walk = walk_with(saved.draft)
    return leave_or(request, walk.after(StepKind.PAGE, asked.key, back=changing(request)))


def _choose_url(draft: DraftView, page: str) -> str:
    return reverse("portal:file_choose", args=[draft.procedure_code, draft.public_id, page])


def _shown(
    request: CitizenRequest, draft: DraftView, drawing: PageDrawing, status: int = 200
) -> HttpResponse:
    walk = walk_with(draft)
    context = context_of(
        walk,
        Step(StepKind.PAGE, drawing.key),
        back=changing(request),
        drawing=drawing,
        saved=formats.time_of_day(draft.saved_at),
        now=clock.now(),
    )
    return render(request, "portal/file_page.html", context, status=status)

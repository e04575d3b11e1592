"""What the pages of filing share: the draft with its form, the steps in words, refusals told.

A page loads its `Walk`, does one thing with it, and leads on to the next step. What is not this
person's is not found; a refusal that no field can show is told on top of the next page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from motcua.citizens.access import CitizenRequest, citizen_only, loa_met
from motcua.dossiers.queries import dossier_get
from motcua.filing.groups import part_title
from motcua.filing.queries import draft_get
from motcua.filing.quote import draft_quote
from motcua.filing.rules import ASSURANCE_NEEDED, Gap
from motcua.filing.services.check import draft_gaps
from motcua.filing.steps import (
    Step,
    StepKind,
    papers_of,
    place_of,
    step_after,
    step_before,
    step_open,
    steps_of,
)
from motcua.filing.types import DraftState, DraftView
from motcua.forms.queries import form_get
from motcua.forms.types import FormView, Mode
from motcua.kernel.errors import NotFound, Refused
from motcua.procedures.queries import version_get
from motcua.procedures.rules import FeeQuote
from motcua.procedures.types import ComponentView, VersionView

LATER = "later"  # the button "save and finish later"
BACK = "?back=check"  # of an address that the last page led to: it is led back to


@dataclass(frozen=True)
class Walk:
    """A draft on its way: form, procedure, what is open, the steps, what it costs."""

    draft: DraftView
    form: FormView
    version: VersionView
    gaps: tuple[Gap, ...]
    steps: tuple[Step, ...]
    quote: FeeQuote | None

    @property
    def asked(self) -> tuple[ComponentView, ...]:
        """Return the components of the page of papers."""
        return papers_of(self.form, self.version, self.draft)

    def url(self, step: Step) -> str:
        """Return the address of a step."""
        place = [self.draft.procedure_code, self.draft.public_id]
        if step.kind is StepKind.PAGE:
            return reverse("portal:file_page", args=[*place, step.page])
        return reverse(f"portal:file_{step.kind.value}", args=place)

    def after(self, kind: StepKind, page: str = "", *, back: bool = False) -> str:
        """Return the address of the step that follows.

        `back`: something was changed from the last page; it leads back there, by way of what the
        change has opened.
        """
        if not back:
            return self.url(step_after(self.steps, Step(kind, page)))
        found = step_open(self.steps)
        return self.url(found) + (BACK if found.kind is not StepKind.CHECK else "")

    @property
    def here_on(self) -> str:
        """Return the address where somebody goes on after a break."""
        return self.url(step_open(self.steps))


def walk_of(request: CitizenRequest, code: str, draft_id: str) -> Walk:
    """Return the draft of the address; raises NotFound for another person's or procedure's."""
    return walk_with(draft_open(request, code, draft_id))


def draft_open(request: CitizenRequest, code: str, draft_id: str) -> DraftView:
    """Return the draft of the address, sent or not; raises NotFound."""
    draft = draft_get(request.citizen, draft_id)
    if draft.procedure_code != code:
        raise NotFound("draft_unknown", _("There is no such draft here."))
    return draft


def walk_with(draft: DraftView) -> Walk:
    """Return a draft with everything that its pages need."""
    form, version = form_get(draft.form_id), version_get(draft.version_id)
    gaps = draft_gaps(draft, form, version)
    quote = draft_quote(draft, form, version)
    owes = quote is not None and quote_owes(quote)
    steps = steps_of(draft, form, version, gaps, owes=owes)
    return Walk(draft, form, version, tuple(gaps), steps, quote)


def quote_owes(quote: FeeQuote) -> bool:
    """Whether there is anything to say about money; a free dossier never sees the page."""
    return any(line.amount_vnd != 0 or line.exempt_by for line in quote.lines)


def step_title(walk: Walk, step: Step) -> str:
    """Return a step in words."""
    if step.kind is StepKind.PAGE:
        page = walk.form.screen(step.page)
        return page.title.text if page else ""
    titles: dict[StepKind, str] = {
        StepKind.PAPERS: _("Papers"),
        StepKind.RETURN: _("How you get the result"),
        StepKind.FEES: _("What it costs"),
        StepKind.CHECK: _("Look through everything and send"),
    }
    return titles[step.kind]


def context_of(walk: Walk, here: Step, *, back: bool = False, **more: Any) -> dict[str, Any]:
    """Return what every page of the way shows: where one is, the way back, the draft's version.

    `back` says that the last page led here (`changing`).
    """
    before = Step(StepKind.CHECK) if back else step_before(walk.steps, here)
    back_url = (
        walk.url(before)
        if before
        else reverse("portal:file_start", args=[walk.draft.procedure_code])
    )
    return {
        "walk": walk,
        "draft": walk.draft,
        "procedure": walk.version,
        "progress": progress_told(walk, here),
        "title": step_title(walk, here),
        "again": [part_title(walk.draft.group, key) for key in walk.draft.parts]
        if walk.draft.again
        else [],
        "back_url": back_url,
        "carry": BACK if back else "",
        "later": LATER,
        **more,
    }


def progress_told(walk: Walk, here: Step) -> str:
    """Return where one is, in words; questions that come one by one are counted by themselves."""
    place = max(place_of(walk.steps, here), 0)
    if walk.form.mode is Mode.SECTIONS:
        return _("Step %(place)s of %(total)s") % {"place": place + 1, "total": len(walk.steps)}
    asked = sum(one.kind is StepKind.PAGE for one in walk.steps)
    words = {"total": len(walk.steps) - asked + 1, "question": place + 1, "questions": asked}
    if here.kind is StepKind.PAGE:
        return _("Step 1 of %(total)s: question %(question)s of %(questions)s") % words
    return _("Step %(place)s of %(total)s") % {**words, "place": place - asked + 2}


def changing(request: HttpRequest) -> bool:
    """Whether the last page led here, to change something and come back."""
    return request.GET.get("back") == "check"


def expected(request: HttpRequest) -> int:
    """Return the draft's version that the page was drawn from; 0 when it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def leave_or(request: HttpRequest, url: str) -> HttpResponse:
    """Lead on to `url`, or to the drafts when "save and finish later" was pressed."""
    if request.POST.get("action") == LATER:
        messages.success(request, _("Everything is saved. You can go on at any time."))
        return redirect("portal:my_drafts")
    return redirect(url)


def filing_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a page of filing: for whoever is signed in, kept by nobody, refusals told."""

    @citizen_only
    @never_cache
    @wraps(view)
    def answer(request: CitizenRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotFound as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            return _told(request, refusal, args, kwargs)

    return answer


def level_two(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a page that a sitting of level 1 does not open: results, papers, what ends a dossier.

    Whoever signed in with less is told which ways remain open (Decree 69/2024/NĐ-CP). What was
    filed under a procedure that needs less stays open to whoever filed it.
    """

    @wraps(view)
    def answer(request: CitizenRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not loa_met(request, ASSURANCE_NEEDED) and not _enough(request, kwargs):
            return render(request, "portal/_level_two.html", status=403)
        return view(request, *args, **kwargs)

    return answer


def _enough(request: CitizenRequest, kwargs: dict[str, Any]) -> bool:
    """Whether the level is enough for the dossier of the address, by its procedure's own rule."""
    if "code" not in kwargs:
        return False
    try:
        return loa_met(request, dossier_get(kwargs["code"]).procedure.assurance)
    except NotFound:
        return False


def _told(
    request: CitizenRequest, refusal: Refused, args: Sequence[Any], kwargs: dict[str, Any]
) -> HttpResponse:
    """Say why on the page where somebody can go on."""
    code = kwargs.get("code", args[0] if args else "")
    if refusal.code == "draft_closed" and refusal.details.get("dossier"):
        return redirect("portal:receipt", refusal.details["dossier"])
    if "HX-Request" in request.headers:
        return HttpResponse(str(refusal.message), status=refusal.status)
    messages.error(request, str(refusal.message))
    if refusal.code in {"draft_closed", "too_many_drafts"} or not (
        code or refusal.details.get("group")
    ):
        return redirect("portal:my_drafts")
    if refusal.details.get("group"):
        return redirect("portal:my_group", refusal.details["group"])
    draft_id = kwargs.get("draft_id", "")
    if draft_id and refusal.code == "draft_changed":
        return redirect("portal:file_check", code, draft_id)
    return redirect("portal:procedure", code)


def closed_url(draft: DraftView) -> str:
    """Return where a draft that is no longer open leads; empty while it is open."""
    if draft.state is DraftState.SENT:
        return reverse("portal:receipt", args=[draft.sent_code])
    return reverse("portal:my_drafts") if draft.state is DraftState.DISCARDED else ""

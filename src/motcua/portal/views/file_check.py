"""Everything on one page, each part with "change"; the declaration; and the one button: send."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, loa_met
from motcua.dossiers.types import ReturnMethod
from motcua.filing.queries import group_get
from motcua.filing.services import draft_send
from motcua.filing.services.check import gap_text
from motcua.filing.sources import marks_told
from motcua.filing.steps import Step, StepKind
from motcua.forms.queries import summary
from motcua.kernel.errors import Invalid
from motcua.portal.attached import files_named
from motcua.portal.competent import unit_of
from motcua.portal.filing import (
    BACK,
    Walk,
    closed_url,
    context_of,
    draft_open,
    expected,
    filing_page,
    walk_with,
)
from motcua.portal.papers import papers_told
from motcua.procedures.fee_words import quote_words
from motcua.procedures.queries import version_get


class DeclareForm(forms.Form):
    """The declaration that every sending needs."""

    declared = forms.BooleanField(
        label=gettext_lazy(
            "I declare that everything here is true, and I know that false statements are punished."
        ),
        required=False,
    )


@dataclass(frozen=True)
class Open:
    """Something that keeps it from being sent, with the page where it is mended."""

    text: str
    url: str


@dataclass(frozen=True)
class _Change:
    """The address of a page of the form; templates hand it on and do not call it."""

    place: tuple[str, ...]
    do_not_call_in_templates = True

    def __call__(self, page: str) -> str:
        return reverse("portal:file_page", args=[*self.place, page]) + BACK


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_check(request: CitizenRequest, code: str, draft_id: str) -> HttpResponse:
    """Show everything; send it. Pressed twice it is one dossier and the same receipt."""
    draft = draft_open(request, code, draft_id)
    if closed := closed_url(draft):
        return redirect(closed)
    form = DeclareForm(request.POST or None)
    status = 200
    needed = version_get(draft.version_id).assurance
    if request.method == "POST" and loa_met(request, needed) and form.is_valid():
        try:
            receipt = draft_send(
                citizen=request.citizen,
                public_id=draft_id,
                declared=form.cleaned_data["declared"],
                expected=expected(request),
            )
        except Invalid as refusal:
            status = 422
            for problem in refusal.problems:
                if problem.field == "declared":
                    form.add_error("declared", problem.message)
        else:
            return redirect("portal:receipt", receipt.code)
    walk = walk_with(draft)
    return render(request, "portal/file_check.html", _context(request, walk, form), status=status)


def _context(request: CitizenRequest, walk: Walk, form: DeclareForm) -> dict[str, object]:
    draft = walk.draft
    place = [draft.procedure_code, draft.public_id]
    method = draft.delivery.method
    return context_of(
        walk,
        Step(StepKind.CHECK),
        form=form,
        citizen=request.citizen,
        level_met=loa_met(request, walk.version.assurance),
        open=[Open(gap_text(gap), _mend(walk, gap.step)) for gap in walk.gaps],
        sections=summary(walk.form, draft.answers, marks_told(draft), files=files_named(draft)),
        change=_Change(tuple(place)),
        papers=papers_told(draft, walk.asked),
        papers_url=walk.url(Step(StepKind.PAPERS)) + BACK,
        unit=unit_of(draft.unit_id),
        bodies=_bodies(request, walk),
        delivery=_DELIVERY[ReturnMethod(method)] if method is not None else "",
        return_url=walk.url(Step(StepKind.RETURN)) + BACK,
        quote=walk.quote if any(one.kind is StepKind.FEES for one in walk.steps) else None,
        lines=quote_words(walk.quote) if walk.quote else (),
        fees_url=walk.url(Step(StepKind.FEES)) + BACK,
    )


def _bodies(request: CitizenRequest, walk: Walk) -> list[str]:
    """Return who decides the parts that are filed once more; empty for everything else."""
    if not walk.draft.again:
        return []
    group = group_get(request.citizen, walk.draft.again)
    found = [
        one.dossier.competent_unit_name
        for one in group.parts
        if one.dossier and one.key in walk.draft.parts
    ]
    return list(dict.fromkeys(found))


def _mend(walk: Walk, gap: str) -> str:
    """Return the page where a gap is mended."""
    if gap == "version":
        return reverse("portal:file_go", args=[walk.draft.procedure_code, walk.draft.public_id])
    if gap == "place":
        return reverse("portal:file_place", args=[walk.draft.procedure_code, walk.draft.public_id])
    kind, _colon, page = gap.partition(":")
    return walk.url(Step(StepKind(kind), page)) + BACK


_DELIVERY = {
    ReturnMethod.ELECTRONIC: gettext_lazy("Electronically: signed file in my documents"),
    ReturnMethod.COUNTER: gettext_lazy("At the counter"),
    ReturnMethod.POST: gettext_lazy("By post to an address"),
}

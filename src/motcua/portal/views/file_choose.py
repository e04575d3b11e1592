"""Two versions of one page, typed in two tabs or on two devices: both are shown, one is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.rules import keys_put, keys_taken
from motcua.filing.services import draft_choose
from motcua.filing.steps import Step, StepKind
from motcua.filing.types import DraftView
from motcua.forms.queries import form_get, summary
from motcua.forms.rules.parts import label_of
from motcua.forms.types import FormView, Page
from motcua.kernel.errors import NotFound
from motcua.portal.filing import closed_url, context_of, draft_open, filing_page, walk_with


@dataclass(frozen=True)
class Difference:
    """A question answered twice, in words."""

    key: str
    label: str
    saved: str
    other: str


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_choose(request: CitizenRequest, code: str, draft_id: str, page: str) -> HttpResponse:
    """Show what differs; keep what is chosen, question by question."""
    draft = draft_open(request, code, draft_id)
    if closed := closed_url(draft):
        return redirect(closed)
    form = form_get(draft.form_id)
    asked = form.screen(page)
    if asked is None:
        raise NotFound("form_page_unknown", _("There is no such page here."))
    found = differences(draft, form, asked)
    if draft.other(page) is None:
        return redirect("portal:file_page", code, draft_id, page)
    if request.method == "POST":
        mine = tuple(one.key for one in found if request.POST.get(f"take-{one.key}") == "other")
        draft_choose(
            citizen=request.citizen, public_id=draft_id, page=page, mine=mine, keys=asked.keys
        )
        return redirect("portal:file_page", code, draft_id, page)
    here = Step(StepKind.PAGE, page)
    other = draft.other(page)
    context = context_of(
        walk_with(draft), here, differences=found, other_at=other.at if other else None
    )
    return render(request, "portal/file_choose.html", context)


def differences(draft: DraftView, form: FormView, page: Page) -> list[Difference]:
    """Return the questions of a page that the two versions answer differently."""
    other = draft.other(page.key)
    if other is None:
        return []
    saved = keys_taken(draft.answers, page.keys)
    second = keys_put(draft.answers, page.keys, other.answers)
    one, two = _told(form, page, draft.answers), _told(form, page, second)
    return [
        Difference(key, label_of(form, key), one[key], two[key])
        for key in page.keys
        if saved.get(key) != other.answers.get(key)
    ]


def _told(form: FormView, page: Page, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return every answer of a page on one line, by its key."""
    told = dict.fromkeys(page.keys, "")
    for section in summary(form, answers):
        for line in section.lines:
            key = next((one for one in page.keys if f"{line.path}.".startswith(f"{one}.")), "")
            if line.text and key:
                told[key] = f"{told[key]}; {line.text}" if told[key] else line.text
    return told

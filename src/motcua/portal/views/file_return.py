"""How the result comes back: electronically, at the counter, by post with an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.types import ReturnMethod
from motcua.filing.services import draft_set
from motcua.filing.steps import Step, StepKind
from motcua.filing.types import DraftView
from motcua.kernel.text import nfc
from motcua.portal.filing import (
    changing,
    closed_url,
    context_of,
    draft_open,
    filing_page,
    leave_or,
    walk_with,
)
from motcua.procedures.queries import version_get

METHODS = (
    (ReturnMethod.ELECTRONIC, gettext_lazy("Electronically: signed file in my documents")),
    (ReturnMethod.COUNTER, gettext_lazy("At the counter")),
    (ReturnMethod.POST, gettext_lazy("By post to an address")),
)


BY_POST = str(int(ReturnMethod.POST))
POSTED = ("name", "address", "phone")


class ReturnForm(forms.Form):
    """The way back; an address only where it goes by post."""

    method = forms.TypedChoiceField(
        label=gettext_lazy("How do you want to get the result?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how you want to get the result.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Who receives it"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the name of whoever receives it.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address for the post"),
        help_text=gettext_lazy("House, street or hamlet, commune, province."),
        max_length=400,
        error_messages={"required": gettext_lazy("Give the address for the post.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone for the post"),
        max_length=20,
        error_messages={
            "required": gettext_lazy("Give a telephone number, so that the post can call.")
        },
    )

    def __init__(self, data: Any, *, initial: dict[str, Any], paper: bool) -> None:
        """Offer the ways; where the result exists on paper only, none is electronic alone."""
        super().__init__(data, initial=initial)
        electronic = _("At the counter; a signed file comes into my documents as well")
        self.fields["method"].choices = [  # type: ignore[attr-defined]
            (int(method), electronic if paper and method is ReturnMethod.COUNTER else label)
            for method, label in METHODS
            if not (paper and method is ReturnMethod.ELECTRONIC)
        ]
        if data is not None and data.get("method") != BY_POST:
            for name in POSTED:
                self.fields[name].required = False


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_return(request: CitizenRequest, code: str, draft_id: str) -> HttpResponse:
    """Ask for the way back, with the person's own address filled in."""
    draft = draft_open(request, code, draft_id)
    if closed := closed_url(draft):
        return redirect(closed)
    paper = version_get(draft.version_id).requires_paper_result
    initial = _initial(request, draft)
    by_post = request.POST.get("method") == BY_POST
    asked = by_post and not any(name in request.POST for name in POSTED)
    if asked:  # without a script the address is asked for once the post was chosen
        form = ReturnForm(None, initial={**initial, "method": BY_POST}, paper=paper)
    else:
        form = ReturnForm(request.POST or None, initial=initial, paper=paper)
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        post = found["method"] == ReturnMethod.POST
        delivery = {"method": found["method"]} | (
            {name: nfc(found[name]) for name in POSTED} if post else {}
        )
        draft = draft_set(citizen=request.citizen, public_id=draft_id, delivery=delivery)
        walk = walk_with(draft)
        return leave_or(request, walk.after(StepKind.RETURN, back=changing(request)))
    context = context_of(
        walk_with(draft),
        Step(StepKind.RETURN),
        back=changing(request),
        form=form,
        posted=by_post or (not form.is_bound and initial["method"] == ReturnMethod.POST),
        asked=asked,
    )
    return render(request, "portal/file_return.html", context, status=422 if form.is_bound else 200)


def _initial(request: CitizenRequest, draft: DraftView) -> dict[str, Any]:
    person, delivery = request.citizen.subject, draft.delivery
    return {
        "method": delivery.method,
        "name": delivery.name or person.name,
        "address": delivery.address or person.address,
        "phone": delivery.phone or person.phone,
    }

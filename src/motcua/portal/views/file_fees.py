"""What it costs, why, and who pays less; a free filing never comes here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.services import draft_set
from motcua.filing.steps import Step, StepKind
from motcua.filing.types import DraftView
from motcua.portal.filing import (
    BACK,
    Walk,
    changing,
    closed_url,
    context_of,
    filing_page,
    leave_or,
    walk_of,
)
from motcua.procedures.fee_words import group_name, quote_words
from motcua.procedures.rules import ExemptionGroup

PROVED = ExemptionGroup.VNEID2  # the sign-in proves it; nobody need say so
COPIES_MOST = 99


class FeesForm(forms.Form):
    """How many copies, and the groups that somebody says to belong to."""

    copies = forms.IntegerField(
        label=gettext_lazy("How many copies do you want?"),
        min_value=1,
        max_value=COPIES_MOST,
        error_messages={"required": gettext_lazy("Enter a number from 1 to 99.")},
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Does one of these hold for you?"),
        help_text=gettext_lazy("Then you pay less or nothing. The officer looks at the proof."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any, *, walk: Walk) -> None:
        """Ask only what changes something."""
        fees, version = walk.draft.fees, walk.version
        super().__init__(data, initial={"copies": fees.copies, "groups": list(fees.groups)})
        if walk.form.mapping.quantity or not any(fee.per == "copy" for fee in version.fees):
            del self.fields["copies"]
        named = {group for fee in version.fees for group in (*fee.exempt, fee.group) if group}
        choices = [
            (group.value, group_name(group))
            for group in ExemptionGroup
            if group in named and group is not PROVED
        ]
        self.fields["groups"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["groups"]


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_fees(request: CitizenRequest, code: str, draft_id: str) -> HttpResponse:
    """Show every line with its basis; reckon anew, or go on."""
    walk = walk_of(request, code, draft_id)
    if closed := closed_url(walk.draft):
        return redirect(closed)
    form = FeesForm(request.POST or None, walk=walk)
    if request.method == "POST" and form.is_valid():
        again = request.POST.get("action") == "reckon"
        walk_fees(request, walk, form.cleaned_data, seen=not again)
        if again:
            return redirect(walk.url(Step(StepKind.FEES)) + (BACK if changing(request) else ""))
        return leave_or(
            request,
            walk_of(request, code, draft_id).after(StepKind.FEES, back=changing(request)),
        )
    quote = walk.quote
    context = context_of(
        walk,
        Step(StepKind.FEES),
        back=changing(request),
        form=form,
        quote=quote,
        lines=quote_words(quote) if quote else (),
        when=_("You pay after sending: by transfer or on the national payment platform."),
    )
    return render(request, "portal/file_fees.html", context, status=422 if form.is_bound else 200)


def walk_fees(
    request: CitizenRequest, walk: Walk, said: dict[str, Any], *, seen: bool
) -> DraftView:
    """Keep what was said about the fee; what the sign-in proved stays."""
    proved = [group for group in walk.draft.fees.groups if group == PROVED]
    return draft_set(
        citizen=request.citizen,
        public_id=walk.draft.public_id,
        fees={
            "copies": said.get("copies", 1),
            "groups": [*said.get("groups", ()), *proved],
            "seen": seen,
        },
    )

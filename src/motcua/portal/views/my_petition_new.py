"""Write a petition about one's own dossier."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.queries import dossier_get
from motcua.feedback.rules import TEXT_MOST
from motcua.feedback.services import petition_file
from motcua.feedback.types import PetitionKind
from motcua.kernel.errors import Invalid
from motcua.portal.feedback import KINDS
from motcua.portal.filing import filing_page


class PetitionForm(forms.Form):
    """What it is about, in one's own words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it is about.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What happened, and what do you suggest?"),
        help_text=gettext_lazy("When, where, what. You need not write names."),
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Please say in your own words what it is about.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_petition_new(request: CitizenRequest, code: str) -> HttpResponse:
    """Show the form; pressing twice makes one petition."""
    dossier = dossier_get(code)
    form = PetitionForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            number = petition_file(
                citizen=request.citizen,
                code=code,
                kind=PetitionKind(form.cleaned_data["kind"]),
                text=form.cleaned_data["text"],
                key=form.cleaned_data["key"],
            )
        except Invalid as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field, problem.message)
        else:
            messages.success(request, _("Your petition has arrived. You find the answer here."))
            return redirect("portal:my_petition", number)
    status = 422 if form.is_bound else 200
    context = {"form": form, "dossier": dossier}
    return render(request, "portal/my_petition_new.html", context, status=status)

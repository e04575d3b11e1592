"""Send what the office asked for, item by item: a file, words, or both."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.documents.services import file_store
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.citizen_after import TEXT_MAX, SuppliedItem, supplement_supply_own
from motcua.kernel.errors import Invalid, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal.filing import filing_page, level_two
from motcua.portal.views.file_paper import Files, FilesField


class MaybeFiles(FilesField):
    """Several files, or none: words may be answer enough."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were chosen."""
        return super().clean(data, initial) if data else []


class ItemForm(forms.Form):
    """What is sent for one thing that was asked for."""

    file = MaybeFiles(
        label=gettext_lazy("Files or photos"),
        widget=Files(attrs={"accept": "application/pdf,image/jpeg,image/png", "multiple": True}),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Your answer in words"),
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@filing_page
@level_two
@require_http_methods(["GET", "HEAD", "POST"])
def my_dossier_supply(request: CitizenRequest, code: str) -> HttpResponse:
    """Show each thing that was asked for; what was typed stays when something is wrong."""
    dossier = dossier_get(code)
    asked = dossier.open_supplement
    if asked is None or asked.state != "requested":
        messages.info(request, _("Nothing is asked for at present."))
        return redirect("portal:my_dossier", code)
    posted = request.method == "POST"
    pairs = [
        (
            item,
            ItemForm(request.POST, request.FILES, prefix=f"i{place}")
            if posted
            else ItemForm(prefix=f"i{place}"),
        )
        for place, item in enumerate(asked.items)
    ]
    status = 200
    if posted:
        status = 422
        form = pairs[0][1]
        if all(one.is_valid() for _item, one in pairs):
            try:
                _send(request, code, [one for _item, one in pairs])
            except Invalid as refusal:
                _say(refusal, [one for _item, one in pairs])
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Thank you. What you sent has arrived."))
                return redirect("portal:my_dossier", code)
    context = {
        "dossier": dossier,
        "asked": asked,
        "pairs": pairs,
        "forms": [one for _item, one in pairs],
    }
    return render(request, "portal/my_dossier_supply.html", context, status=status)


def _send(request: CitizenRequest, code: str, given: list[ItemForm]) -> None:
    items = []
    for place, form in enumerate(given):
        files = _stored(form, place)
        text = form.cleaned_data["text"]
        if files or text:
            items.append(
                SuppliedItem(
                    item=place,
                    text=text,
                    file_ids=tuple(one.id for one in files),
                    file_names=tuple(one.name for one in files),
                )
            )
    supplement_supply_own(citizen=request.citizen, code=code, items=items)


def _stored(form: ItemForm, place: int) -> list[Any]:
    with scope_use(SYSTEM):
        return [
            file_store(data=sent, name=sent.name, field=f"items.{place}")
            for sent in form.cleaned_data["file"] or ()
        ]


def _say(refusal: Invalid, given: list[ItemForm]) -> None:
    """Put each problem at its item; what belongs to none stands on top."""
    for problem in refusal.problems:
        _name, _dot, place = problem.field.partition(".")
        if place.isdigit() and int(place) < len(given):
            given[int(place)].add_error("file", problem.message)
        else:
            given[0].add_error(None, problem.message)

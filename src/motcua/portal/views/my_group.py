"""Several procedures filed as one: one progress, each part with its own code and due date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.queries import GroupView, group_get
from motcua.filing.services import group_again, group_begin_again, parts_begin_again
from motcua.portal.filing import filing_page, walk_with
from motcua.portal.grouped import group_told


class PartsForm(forms.Form):
    """Which of the parts that ended without a result are filed once more."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Which parts do you file again?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one part.")},
    )

    def __init__(self, data: Any, group: GroupView) -> None:
        """Offer what may be filed once more; all of it is chosen at first."""
        offered = [(one.key, one.title) for one in group.to_file_again]
        super().__init__(data, initial={"parts": [key for key, _title in offered]})
        self.fields["parts"].choices = offered  # type: ignore[attr-defined]


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_group(request: CitizenRequest, group_id: str) -> HttpResponse:
    """Show every part; try again what could not be filed, or file anew what ended."""
    group = group_get(request.citizen, group_id)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = PartsForm(request.POST if act == "parts" else None, group)
    if act == "parts" and not group.to_file_again:  # filed meanwhile, from another tab
        return redirect("portal:my_group", group_id)
    if act != "parts" or form.is_valid():
        answer = _act(request, group_id, form)
        if answer is not None:
            return answer
    context = {
        "group": group_told(group, own=True),
        "parts_form": form,
        "receipt_url": reverse("portal:receipt", args=[group.code]),
    }
    return render(request, "portal/my_group.html", context, status=422 if form.is_bound else 200)


def _act(request: CitizenRequest, group_id: str, form: PartsForm) -> HttpResponse | None:
    """Do what a button says and return where it leads; None when the page was only asked for."""
    if request.method != "POST":
        return None
    place: dict[str, Any] = {"citizen": request.citizen, "public_id": group_id}
    if form.is_bound:
        draft = parts_begin_again(**place, keys=form.cleaned_data["parts"])
        return redirect(walk_with(draft).here_on)
    if request.POST.get("act") == "again":
        return redirect(walk_with(group_begin_again(**place)).here_on)
    filed = group_again(**place)
    if filed:
        text = ngettext("%(n)s part is filed now.", "%(n)s parts are filed now.", filed)
        messages.success(request, text % {"n": filed})
    else:
        messages.warning(request, _("It is still not possible. Nothing else is affected."))
    return redirect("portal:my_group", group_id)

"""The commune where somebody lives: as the address says, or as they say against it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.services import commune_forget, commune_say
from motcua.kernel.text import nfc
from motcua.organisations.types import UnitView
from motcua.portal.relations import commune_choices, commune_settle, communes_called


class CommuneForm(forms.Form):
    """A name of the place, old or new; one of several when it may mean more."""

    place = forms.CharField(
        label=gettext_lazy("Commune where you live"),
        help_text=gettext_lazy("An old name will do, for example: Bách Quang, Thái Nguyên."),
        max_length=200,
        error_messages={"required": gettext_lazy("Please type the commune where you live.")},
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Which of these?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        place = nfc(str(self.data.get("place", "")))[:200]
        self.units: list[UnitView] = communes_called(place) if place else []
        self.fields["unit"].choices = commune_choices(place, self.units)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the commune: the only one of that name, or the one chosen among several."""
        return commune_settle(self, super().clean() or {}, self.units)


@citizen_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_commune(request: CitizenRequest) -> HttpResponse:
    """Ask where somebody lives; "as the address says" takes back what was said."""
    if request.method == "POST" and "address" in request.POST:
        commune_forget(citizen=request.citizen)
        messages.success(request, _("Read from the address again."))
        return redirect("portal:my_data")
    form = CommuneForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        commune_say(citizen=request.citizen, unit_code=form.cleaned_data["commune"].code)
        messages.success(request, _("Noted. Forms begin with this commune from now on."))
        return redirect("portal:my_data")
    context = {
        "form": form,
        "several": len(form.units) > 1,
        "person": request.citizen.subject,
    }
    return render(request, "portal/my_commune.html", context, status=422 if form.is_bound else 200)

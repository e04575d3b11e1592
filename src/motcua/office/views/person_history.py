"""What the person of a dossier has had in this unit before: on demand, with a purpose, recorded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries.parts import units_deciding
from motcua.dossiers.queries.past import past_dossiers
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.text import nfc
from motcua.office.needed import sometimes
from motcua.office.reading import HANDLING, dossier_read

OTHER = "other"
# The code is kept with the reading, so that the person reads it in their own language.
PURPOSES = (
    ("double", gettext_lazy("To see whether the same thing was asked before")),
    ("condition", gettext_lazy("The law makes an earlier decision a condition")),
    ("consistent", gettext_lazy("To decide like cases alike")),
    (OTHER, gettext_lazy("Something else, written below")),
)
RECORDED = {
    "double": "whether the same was asked before",
    "condition": "an earlier decision is a condition by law",
    "consistent": "to decide like cases alike",
}
WORDS_MAX = 120


class PurposeForm(forms.Form):
    """Why it is looked up; the person may read it."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Why do you look it up?"), choices=PURPOSES, widget=forms.RadioSelect
    )
    words = sometimes(
        forms.CharField(
            label=gettext_lazy("In your own words"),
            help_text=gettext_lazy(
                "The person may read this at the portal, with your unit and the time."
            ),
            max_length=WORDS_MAX,
            required=False,
        )
    )

    def clean(self) -> dict[str, Any]:
        """Something else must be said."""
        data = super().clean() or {}
        words = nfc(data.get("words", ""))
        if data.get("purpose") == OTHER and len(words) < 10:
            self.add_error("words", _("Say in a few words what it is for."))
        return {**data, "words": words}


@requires(Action.DOSSIER_APPRAISE)
@require_http_methods(["GET", "HEAD", "POST"])
def person_history(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for the purpose; a POST records it and lists earlier dossiers of this unit, no others."""
    form = PurposeForm(request.POST if request.method == "POST" else None)
    told = form.is_valid()
    why = (RECORDED.get(form.cleaned_data["purpose"]) or form.cleaned_data["words"]) if told else ""
    purpose = f"earlier dossiers in this unit: {why}" if told else HANDLING
    dossier = dossier_read(request, code, purpose=purpose)
    units = units_deciding(dossier.progress, dossier.competent_unit.id, dossier.visible_unit_ids)
    if not any(request.actor.may(Action.DOSSIER_APPRAISE, unit) for unit in units):
        raise Http404
    person, unit = dossier.owner, dossier.competent_unit
    context: dict[str, Any] = {
        "dossier": dossier,
        "person": person,
        "unit": unit,
        "form": form,
        "title": _("Earlier dossiers in this unit"),
        "found": None,
    }
    if told:
        context["found"] = past_dossiers(
            id_number=person.id_number, unit_id=unit.id, without=dossier.id
        )
        context["why"] = dict(PURPOSES)[form.cleaned_data["purpose"]]
        context["words"] = form.cleaned_data["words"]
    status = 422 if request.method == "POST" and not told else 200
    return render(request, "office/person_history.html", context, status=status)

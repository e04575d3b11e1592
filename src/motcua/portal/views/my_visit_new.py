"""Ask for officials at home, in simple words; for oneself or for somebody one looks after."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.kernel.errors import Invalid, Refused
from motcua.organisations.types import UnitView
from motcua.portal.visiting import Centre, centres_of, procedures_at
from motcua.reception.labels import REASONS, half_choices
from motcua.reception.queries.visits import HamletView, hamlets_of
from motcua.reception.services import VisitOrder, visit_ask
from motcua.ui.types import Choice


class VisitForm(forms.Form):
    """Who, where, why, what for, when."""

    name = forms.CharField(label=gettext_lazy("Who is to be visited?"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("On which telephone can we call?"), max_length=20)
    hamlet = forms.ChoiceField(label=gettext_lazy("In which village?"), required=False)
    address = forms.CharField(label=gettext_lazy("Where is the house?"), max_length=240)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why is coming to the centre too hard?"),
        choices=[(one.value, words) for one, words in REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of the reasons.")},
    )
    procedure = forms.ChoiceField(
        label=gettext_lazy("Which procedure is it about?"), required=False
    )
    matter = forms.CharField(
        label=gettext_lazy("What do you need, in your own words?"), max_length=200, required=False
    )
    wishes = forms.MultipleChoiceField(
        label=gettext_lazy("When does it suit?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        hamlets: list[HamletView],
        procedures: list[tuple[str, str]],
        known: dict[str, str],
    ) -> None:
        super().__init__(data, initial={"key": uuid4(), **known})
        none = ("", "–")
        self.fields["hamlet"].choices = [  # type: ignore[attr-defined]
            none, *((str(one.id), one.name) for one in hamlets)
        ]  # fmt: skip
        self.fields["procedure"].choices = [none, *procedures]  # type: ignore[attr-defined]
        self.fields["wishes"].choices = half_choices()  # type: ignore[attr-defined]
        if not hamlets:
            del self.fields["hamlet"]


@citizen_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_visit_new(request: CitizenRequest) -> HttpResponse:
    """Ask which centre, then everything else on one page."""
    centres = centres_of(request.citizen)
    wanted = request.GET.get("centre", "")
    chosen = next((one for one in centres if str(one.unit.id) == wanted), None)
    if chosen is None and len(centres) == 1:
        chosen = centres[0]
    if chosen is None:
        return _where(request, centres)
    person = request.citizen.subject
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        hamlets=hamlets_of(chosen.unit.id),
        procedures=[(code, told[0]) for code, told in procedures_at(chosen.unit).items()],
        known={"name": person.name, "phone": person.phone, "address": person.address},
    )
    if form.is_bound and form.is_valid():
        try:
            made = visit_ask(citizen=request.citizen, order=_order(form, chosen.unit))
        except Invalid as refusal:
            for problem in refusal.problems:
                at = problem.field if problem.field in form.fields else None
                form.add_error(at, problem.message)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your request is on the list."))
            return redirect("portal:my_visit", made.id)
    context = {"centre": chosen, "several": len(centres) > 1, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "portal/my_visit_new.html", context, status=status)


def _where(request: CitizenRequest, centres: list[Centre]) -> HttpResponse:
    choices = [Choice(one.name, f"?centre={one.unit.id}", "", "building-bank") for one in centres]
    return render(request, "portal/my_visit_new.html", {"centre": None, "choices": choices})


def _order(form: VisitForm, unit: UnitView) -> VisitOrder:
    data = form.cleaned_data
    hamlet = data.get("hamlet", "")
    return VisitOrder(
        unit_id=unit.id,
        key=data["key"],
        name=data["name"],
        phone=data["phone"],
        address=data["address"],
        reason=data["reason"],
        hamlet_id=int(hamlet) if hamlet else None,
        procedures=(data["procedure"],) if data["procedure"] else (),
        matter=data["matter"],
        wishes=tuple(int(one) for one in data["wishes"]),
        language=get_language() or "vi",
    )

"""My cash: what I took at the counter on a day, what went back, and handing it over."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.office.fields import MoneyField
from motcua.office.needed import sometimes
from motcua.office.payments import ENTRIES, day_of
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.payments.queries import closing_over, days_not_handed_over, own_tills
from motcua.payments.queries.desk import EntryView, day_entries
from motcua.payments.services import till_hand_over
from motcua.payments.types import Method


class HandOverForm(forms.Form):
    """What was counted, and why it differs if it does."""

    unit = forms.IntegerField(widget=forms.HiddenInput)
    handed_vnd = MoneyField(label=gettext_lazy("Counted"), least=0)
    note = sometimes(
        forms.CharField(
            label=gettext_lazy("Why it differs, if it does"), max_length=300, required=False
        )
    )


@requires(Action.DOSSIER_FEE)
@require_http_methods(["GET", "HEAD", "POST"])
def till(request: SignedInRequest) -> HttpResponse:
    """Show my cash of a day; on POST hand it over to the finance office."""
    day = day_of(request)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if "unit" in form.errors:  # nobody types it: the page that was sent names none
        return redirect("office:till")
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            till_hand_over(
                actor=request.actor, unit_id=data["unit"], day=day,
                handed_vnd=data["handed_vnd"], note=data["note"],
            )  # fmt: skip
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(
                request, _("Handed over. The finance office counts it and records what came.")
            )
            return redirect(f"{reverse('office:till')}?day={day.isoformat()}")
    tills = own_tills(request.actor.account_id, day)
    units = units_by_ids(one.unit_id for one in tills)
    context = {
        "day": day,
        "today": day == clock.today(),
        "form": form,
        "tills": [(one, units[one.unit_id].full_name, _form(form, one.unit_id)) for one in tills],
        "entries": [(ENTRIES[one.kind], one) for one in _own(request.actor.account_id, day)],
        "closed": _closed(request, day),
        "late": [one for one in days_not_handed_over(request.actor.account_id) if one != day],
    }
    return render(request, "office/till.html", context, status=422 if form.is_bound else 200)


def _closed(request: SignedInRequest, day: date) -> bool:
    """Tell whether the finance office has closed the day in the unit where this person works."""
    posting = request.actor.posting_for(Action.DOSSIER_FEE)
    return closing_over(posting.unit_id, day) is not None


def _form(sent: HandOverForm, unit_id: int) -> HandOverForm:
    """Return the form of one unit's till: the one that was sent, where it was."""
    if sent.is_bound and sent.data.get("unit") == str(unit_id):
        return sent
    return HandOverForm(initial={"unit": unit_id}, auto_id=f"id_%s_{unit_id}")


def _own(account_id: int, day: date) -> list[EntryView]:
    return day_entries(day, method=Method.CASH, account_id=account_id)

"""The cash of a day: each till, what it handed over, and what the finance office counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import AccountView, Action
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.office.fields import MoneyField
from motcua.office.payments import ENTRIES, day_of
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.payments.queries import tills_of
from motcua.payments.queries.desk import day_entries
from motcua.payments.services import hand_over_receive
from motcua.payments.types import HandOverView, Method


class CountForm(forms.Form):
    """What the finance office counted of one hand-over."""

    hand_over = forms.IntegerField(widget=forms.HiddenInput)
    received_vnd = MoneyField(label=gettext_lazy("Counted by you"), least=0)


@requires(Action.PAYMENT_RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def payments_cash(request: SignedInRequest) -> HttpResponse:
    """Show every till of a day; on POST record what was counted of one hand-over."""
    day = day_of(request)
    form = CountForm(request.POST if request.method == "POST" else None)
    if "hand_over" in form.errors:  # nobody types it: the page that was sent names none
        return redirect("office:payments_cash")
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            hand_over_receive(
                actor=request.actor,
                hand_over_id=data["hand_over"],
                received_vnd=data["received_vnd"],
            )
        except NotFound as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("What you have counted is recorded."))
            return redirect(f"{reverse('office:payments_cash')}?day={day.isoformat()}")
    tills = tills_of(day)
    units = units_by_ids(one.unit_id for one in tills)
    entries = day_entries(day, method=Method.CASH)
    people = {one.account_id for one in entries} | {one.account_id for one in tills}
    people |= {over.received_by for one in tills for over in one.hand_overs}
    names = accounts_by_ids(key for key in people if key is not None)
    context = {
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < clock.today() else None,
        "form": form,
        "tills": [
            (
                one,
                names[one.account_id].name,
                units[one.unit_id].full_name,
                [
                    (over, _form(form, over), _name(names, over.received_by))
                    for over in one.hand_overs
                ],
            )
            for one in tills
        ],
        "due_vnd": sum(one.due_vnd for one in tills),
        "entries": [(ENTRIES[one.kind], _name(names, one.account_id), one) for one in entries],
        "me": request.actor.account_id,
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/payments_cash.html", context, status=status)


def _name(names: Mapping[int, AccountView], account_id: int | None) -> str:
    found = names.get(account_id or 0)
    return found.name if found is not None else ""


def _form(sent: CountForm, over: HandOverView) -> CountForm | None:
    """Return the form of a hand-over that waits to be counted: the one sent, where it was."""
    if over.received_at is not None:
        return None
    if sent.is_bound and sent.data.get("hand_over") == str(over.id):
        return sent
    return CountForm(initial={"hand_over": over.id}, auto_id=f"id_%s_{over.id}")

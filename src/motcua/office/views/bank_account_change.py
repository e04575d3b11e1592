"""Confirm a new bank account as the second person, or decide against it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.payments import SAMPLE_VND
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_get
from motcua.payments.queries import account_change_get, account_of, transfer_qr
from motcua.payments.services import account_confirm, account_refuse
from motcua.payments.types import ChangeState


class ConfirmForm(forms.Form):
    """The number once more, read from the paper and not from the screen."""

    number = forms.CharField(
        label=gettext_lazy("Account number, from the paper"),
        help_text=gettext_lazy("Type it from the bank's letter or the decision that you hold."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RefusalForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=gettext_lazy("Why not"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


@requires(Action.REFUND_APPROVE)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def bank_account_change(request: SignedInRequest, change_id: int) -> HttpResponse:
    """Show what was entered; the second person types the number anew and confirms, or refuses."""
    try:
        change = account_change_get(change_id)
    except NotFound as refusal:
        raise Http404 from refusal
    refuses = request.POST.get("act") == "refuse"
    sent = request.POST if request.method == "POST" else None
    confirm, refuse = (
        ConfirmForm(None if refuses else sent),
        RefusalForm(sent if refuses else None),
    )
    form: forms.Form = refuse if refuses else confirm
    if form.is_bound and form.is_valid():
        operate = account_refuse if refuses else account_confirm
        try:
            operate(actor=request.actor, change_id=change_id, **form.cleaned_data)
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            words = _("The account is not taken.") if refuses else _("The account is confirmed.")
            messages.success(request, words)
            return redirect("office:bank_accounts")
    number = change.account.number
    context = {
        "change": change,
        "unit": unit_get(change.unit_id),
        "now": account_of(change.unit_id),
        "name": _name(change.entered_by),
        "hidden": "•" * max(0, len(number) - 3) + number[-3:],
        "qr": transfer_qr(change.account, reference="MOTCUA THU", amount_vnd=SAMPLE_VND),
        "waits": change.state is ChangeState.WAITING,
        "own": change.entered_by == request.actor.account_id,
        "form": form,
        "confirm": confirm,
        "refuse": refuse,
        "sample_vnd": SAMPLE_VND,
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/bank_account_change.html", context, status=status)


def _name(account_id: int) -> str:
    found = accounts_by_ids([account_id]).get(account_id)
    return found.name if found is not None else ""

"""Enter a unit's new bank account; another person confirms it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.payments.services import account_enter
from motcua.payments.types import BankAccountView


class AccountForm(forms.Form):
    """Whose account, which, from when, on what paper."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Account of"), coerce=int)
    bank_name = forms.CharField(label=gettext_lazy("Bank"), max_length=120)
    bank_bin = forms.CharField(
        label=gettext_lazy("The bank's number"),
        help_text=gettext_lazy("Six digits, as NAPAS lists them; for Vietcombank 970436."),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    number = forms.CharField(label=gettext_lazy("Account number"), max_length=40)
    holder = forms.CharField(
        label=gettext_lazy("Account holder"),
        help_text=gettext_lazy("As the bank writes it."),
        max_length=120,
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    source = forms.CharField(
        label=gettext_lazy("Paper that proves it"),
        help_text=gettext_lazy("Number and day of the decision, or the bank's letter."),
        max_length=300,
    )


@requires(Action.PAYMENT_RECONCILE)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def bank_account_new(request: SignedInRequest) -> HttpResponse:
    """Ask for the account; nothing changes for payers until another person has confirmed it."""
    units = units_by_ids(request.actor.unit_ids_for(Action.PAYMENT_RECONCILE)).values()
    choices = [
        (str(unit.id), unit.full_name) for unit in sorted(units, key=lambda one: len(one.path_ids))
    ]
    day = clock.today().isoformat()
    first = {"valid_from": day, "unit": choices[0][0] if choices else ""}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=first)
    form.fields["unit"].choices = choices  # type: ignore[attr-defined]
    form.fields["valid_from"].widget.attrs["min"] = day
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            account_enter(
                actor=request.actor,
                unit_id=data["unit"],
                account=BankAccountView(
                    data["bank_bin"], data["bank_name"], data["number"], data["holder"]
                ),
                valid_from=data["valid_from"],
                source=data["source"],
            )
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(
                request, _("The account is entered. It holds once another person has confirmed it.")
            )
            return redirect("office:bank_accounts")
    status = 422 if form.is_bound else 200
    return render(request, "office/bank_account_new.html", {"form": form}, status=status)

"""Accounts of the units that somebody administers: search, a new account, what is parked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.queries import ACCOUNTS_SHOWN, accounts_administered
from motcua.identity.services import account_make
from motcua.identity.types import Action
from motcua.kernel.errors import Refused
from motcua.kernel.outbox import outbox_parked
from motcua.office.needed import sometimes
from motcua.office.refusals import refusal_show


class AccountForm(forms.Form):
    """A new account; it can do nothing until it has a posting."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200)
    username = forms.CharField(label=gettext_lazy("User name"), max_length=80)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    password = sometimes(
        forms.CharField(
            label=gettext_lazy("First password"),
            max_length=200,
            required=False,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )
    )

    program = forms.BooleanField(
        label=gettext_lazy("For a program, not for a person: it gets API tokens, nobody signs in"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Give a program no password; a person needs a first one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.pop("program", False):
            given["password"] = None
        elif not given.get("password"):
            self.add_error("password", _("Enter a first password."))
        return given


@requires(Action.ACCOUNT_ADMIN)
@fresh
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accounts(request: SignedInRequest) -> HttpResponse:
    """Show the accounts that fit the words; a POST makes a new one."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = account_make(actor=request.actor, **form.cleaned_data)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The account is made. Open a posting: it gives rights."))
            return redirect("office:account", made.id)
    text = request.GET.get("q", "")
    rows = accounts_administered(request.actor, text)
    context = {
        "form": form,
        "q": text,
        "rows": rows,
        "more": len(rows) == ACCOUNTS_SHOWN,
        "parked": len(outbox_parked()),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "office/accounts.html", context, status=status)

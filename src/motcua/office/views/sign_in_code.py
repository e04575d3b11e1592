"""Second step of the sign-in: the code of the authenticator, or a recovery code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.identity.access import public
from motcua.identity.assurance import pending_end, pending_of
from motcua.identity.factors import demo_code
from motcua.identity.services import CodeTriesSpent, factor_check

TOO_MANY = 429


class CodeForm(forms.Form):
    """Six digits, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the code.")},
    )


def code_try(form: CodeForm, account_id: int) -> int:
    """Try the code that was typed; return 0 when it is good, else the status of the refusal."""
    if not form.is_valid():
        return 422
    try:
        if factor_check(account_id=account_id, typed=form.cleaned_data["code"]):
            return 0
    except CodeTriesSpent as refusal:
        form.add_error(None, str(refusal.message))
        return TOO_MANY
    message = _("This code is not right, or was used already. Wait for the next one and try again.")
    form.add_error("code", message)
    return 422


@public
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; a good one signs in and leads where the person wanted to go."""
    pending = pending_of(request)
    if pending is None:
        messages.info(request, _("Please begin again: the code was not given in time."))
        return redirect("office:sign_in")
    account, goal = pending
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = code_try(form, account.pk)
        if not status:
            pending_end(request, account)
            return redirect(goal or resolve_url(settings.LOGIN_REDIRECT_URL))
    context: dict[str, Any] = {
        "form": form,
        "fresh": not form.is_bound,
        "demo_code": demo_code(account.username),
    }
    return render(request, "office/sign_in_code.html", context, status=status)

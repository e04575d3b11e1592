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
from motcua.office.proving import WRONG, code_try


class CodeForm(forms.Form):
    """Six digits, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the code.")},
    )


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
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = code_try(form, account.pk) if form.is_valid() else WRONG
        if not status:
            pending_end(request, account)
            return redirect(goal or resolve_url(settings.LOGIN_REDIRECT_URL))
    context: dict[str, Any] = {
        "form": form,
        "fresh": not form.is_bound,
        "demo_code": demo_code(account.username),
    }
    return render(request, "office/sign_in_code.html", context, status=status)

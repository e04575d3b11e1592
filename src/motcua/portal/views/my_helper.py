"""Let an official helper assist in this sitting, by the short code on the helper's page."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.queries import help_find
from motcua.citizens.services import help_accept, help_end
from motcua.kernel.budget import budget_left, budget_spend
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use

TRIES, SECONDS = 8, 15 * 60


class HelperForm(forms.Form):
    """The code."""

    code = forms.CharField(
        label=gettext_lazy("Code of the helper"),
        help_text=gettext_lazy("Six digits; the helper reads them out to you."),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@citizen_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_helper(request: CitizenRequest) -> HttpResponse:
    """Ask for the code, show whose it is, and let that person help only when that is confirmed."""
    session_id = request.citizen_session.id
    if request.method == "POST" and "end" in request.POST:
        with scope_use(SYSTEM):
            help_end(session_id=session_id)
        messages.success(request, _("The help has ended."))
        return redirect("portal:my")
    form = HelperForm(request.POST if request.method == "POST" else None)
    helper = None
    if form.is_bound and form.is_valid():
        helper = _found(request, form)
        if helper is not None and "yes" in request.POST:
            try:
                with scope_use(SYSTEM):
                    help_accept(session_id=session_id, code=form.cleaned_data["code"])
            except Refused as refusal:
                form.add_error("code", refusal.message)
                helper = None
            else:
                return redirect("portal:my")
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "helper": helper, "citizen": request.citizen}
    return render(request, "portal/my_helper.html", context, status=status)


def _found(request: HttpRequest, form: HelperForm) -> object:
    """Return whose code it is; wrong ones are counted, so that nobody guesses."""
    key = str(request.citizen.person_id)  # type: ignore[attr-defined]
    with scope_use(SYSTEM):
        left = budget_left("help-code", key, TRIES, SECONDS)
        helper = help_find(form.cleaned_data["code"]) if left else None
        if left and helper is None:
            budget_spend("help-code", key, TRIES, SECONDS)
    if not left:
        form.add_error("code", _("Too many wrong codes. Please wait a quarter of an hour."))
    elif helper is None:
        form.add_error(
            "code", _("This code is not good, or no longer. Ask the helper for a new one.")
        )
    return helper

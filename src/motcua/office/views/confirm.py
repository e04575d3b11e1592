"""Before a sensitive act: the password once more, and the code where there is a second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.identity import throttle
from motcua.identity.access import SignedInRequest, before_factor, requires
from motcua.identity.assurance import proved_now
from motcua.identity.factors import demo_code, factor_has
from motcua.identity.types import Action
from motcua.office.proving import TOO_MANY, WRONG, code_try, locked_words


class ConfirmForm(forms.Form):
    """Password, and code for those who have a second factor."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(),
        error_messages={"required": gettext_lazy("Enter your password.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        error_messages={"required": gettext_lazy("Enter the code.")},
    )


@requires(Action.OFFICE_ENTER)
@before_factor
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: SignedInRequest) -> HttpResponse:
    """Ask who it is once more, and lead on to the page that needs to know."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure()):
        goal = resolve_url(settings.LOGIN_REDIRECT_URL)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    asks_code = factor_has(request.actor.account_id)
    if not asks_code:
        del form.fields["code"]
    status = 200
    if request.method == "POST":
        status = _prove(request, form)
        if not status:
            proved_now(request)
            return redirect(goal)
    context: dict[str, Any] = {
        "form": form,
        "fresh": not form.is_bound,
        "goal": goal,
        "demo_code": demo_code(request.actor.username) if asks_code else "",
    }
    return render(request, "office/confirm.html", context, status=status)


def _prove(request: SignedInRequest, form: ConfirmForm) -> int:
    """Check what was typed; return 0 when it is good, else the status of the refusal."""
    if not form.is_valid():
        return WRONG
    name, given = request.actor.username, form.cleaned_data
    person = authenticate(request, username=name, password=given["password"])
    if throttle.is_locked(request):
        form.add_error(None, locked_words(throttle.minutes_to_wait(request, name)))
        return TOO_MANY
    if person is None or person.pk != request.actor.account_id:
        form.add_error("password", _("This is not your present password."))
        return WRONG
    return code_try(form, request.actor.account_id) if "code" in given else 0

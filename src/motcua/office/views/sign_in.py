"""Sign-in of officials: name and password, throttled, back to the page that was asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.identity import throttle
from motcua.identity.access import public
from motcua.identity.assurance import pending_begin
from motcua.identity.factors import factor_has, roles_of
from motcua.identity.queries import actor_get, demo_accounts
from motcua.identity.rules import SAMPLE_PASSWORD
from motcua.identity.services import factor_demand
from motcua.identity.words import role_name
from motcua.office.proving import locked_words


class SignInForm(AuthenticationForm):
    """Django's form, with a throttle that tells the waiting time."""

    username = UsernameField(
        label=_("User name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False, widget=forms.PasswordInput()
    )
    error_messages = {  # noqa: RUF012 - Django copies it
        "invalid_login": _("User name and password do not match. Check both and try again."),
        "inactive": _("User name and password do not match. Check both and try again."),
        "closed_idle": _(
            "This account was closed because nobody had signed in with it for a long time. Your "
            "postings are kept. Ask the administrator of your unit to open it again."
        ),
        "no_posting": _(
            "You have no posting in force, so there is nothing you could do here. "
            "Ask the administrator of your unit."
        ),
    }

    def clean_username(self) -> str:
        """Return the name as accounts have it: lower case."""
        return str(self.cleaned_data["username"]).lower()

    def clean(self) -> dict[str, Any]:
        """Check name and password; someone who is locked out learns for how long."""
        try:
            return super().clean()
        except ValidationError as error:
            if self.request is not None and getattr(self.request, "account_closed_idle", False):
                text = self.error_messages["closed_idle"]
                raise ValidationError(text, code="closed_idle") from error
            if self.request is None or not throttle.is_locked(self.request):
                raise
            minutes = throttle.minutes_to_wait(self.request, self.cleaned_data["username"])
            raise ValidationError(locked_words(minutes), code="locked") from error

    def confirm_login_allowed(self, user: Any) -> None:
        """Let in only people who may do something."""
        super().confirm_login_allowed(user)
        if actor_get(user.pk) is None:
            raise ValidationError(self.error_messages["no_posting"], code="no_posting")


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; sign in and go on to `next`, when that is a page of ours."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure())
    goal = goal if safe else ""
    if request.method == "GET" and getattr(request, "actor", None) is not None:
        return redirect(goal or resolve_url(settings.LOGIN_REDIRECT_URL))
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _go_on(request, form.get_user(), goal)
    samples = [(account, role_name(account.role)) for account in demo_accounts()]
    context = {
        "form": form,
        "fresh": not form.is_bound,  # after a refusal the summary takes the focus
        "goal": goal,
        "ended": "ended" in request.GET,
        "samples": samples,
        "sample_password": SAMPLE_PASSWORD if samples else "",
    }
    return render(request, "office/sign_in.html", context)


def _go_on(request: HttpRequest, account: Any, goal: str) -> HttpResponse:
    """Sign in, or ask for the code first; whoever must set up a second factor is led there."""
    if factor_has(account.pk):
        pending_begin(request, account, goal)
        return redirect("office:sign_in_code")
    login(request, account)
    actor = actor_get(account.pk)
    if actor is not None and factor_demand(account_id=account.pk, roles=roles_of(actor)):
        query = urlencode({"next": goal}) if goal else ""
        return redirect(f"{resolve_url(settings.FACTOR_URL)}?{query}".rstrip("?"))
    return redirect(goal or resolve_url(settings.LOGIN_REDIRECT_URL))

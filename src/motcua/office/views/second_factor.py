"""The own second factor: set up, confirmed, new recovery codes, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, before_factor, fresh, requires
from motcua.identity.assurance import factor_given
from motcua.identity.factors import factor_key, factor_state
from motcua.identity.queries import rights_of
from motcua.identity.services import (
    factor_begin,
    factor_codes_renew,
    factor_confirm,
    factor_remove,
)
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, Refused
from motcua.office.refusals import refusal_show


class FirstCodeForm(forms.Form):
    """The first code that the authenticator shows for the new key."""

    code = forms.CharField(
        label=gettext_lazy("Code shown by the authenticator"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Enter the code.")},
    )


@requires(Action.OFFICE_ENTER)
@before_factor
@fresh
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Show where the second factor stands; a POST does one act on it."""
    act = request.POST.get("act", "")
    form = FirstCodeForm(request.POST if act == "confirm" else None)
    codes: list[str] = []
    if request.method == "POST":
        try:
            codes = _act(request, act, form)
        except Refused as refusal:
            if isinstance(refusal, Invalid):
                refusal_show(form, refusal)
            else:
                messages.error(request, str(refusal.message))
        if not codes and not form.errors:
            return redirect(_here(request))
    state = factor_state(request.actor)
    context: dict[str, Any] = {
        "form": form,
        "state": state,
        "key": factor_key(request.actor),
        "codes": codes,
        "goal": _goal(request) or resolve_url(settings.LOGIN_REDIRECT_URL),
        "here": _here(request),
        "grace": state.due_at is not None and state.due_at > clock.now(),
        "reset": _last_reset(request.actor.account_id) if not state.confirmed_at else None,
    }
    status = 422 if form.errors else 200
    return render(request, "office/second_factor.html", context, status=status)


def _act(request: SignedInRequest, act: str, form: FirstCodeForm) -> list[str]:
    """Do what the button says; return recovery codes that are to be shown now."""
    actor = request.actor
    if act == "begin":
        factor_begin(actor=actor)
    elif act == "codes":
        return factor_codes_renew(actor=actor)
    elif act == "remove":
        factor_remove(actor=actor)
        messages.success(request, _("The second factor is removed. Your password alone opens."))
    elif act == "confirm" and form.is_valid():
        codes = factor_confirm(
            actor=actor, code=form.cleaned_data["code"], session_key=request.session.session_key
        )
        factor_given(request)
        return codes
    return []


def _goal(request: HttpRequest) -> str:
    goal = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure())
    return goal if safe else ""


def _here(request: HttpRequest) -> str:
    return request.get_full_path()


def _last_reset(account_id: int) -> Any:
    """Return the line of the record that took the second factor away, if that came last."""
    kinds = {"factor_reset", "factor_confirmed", "factor_removed"}
    last = next((one for one in rights_of(account_id) if one.kind in kinds), None)
    return last if last is not None and last.kind == "factor_reset" else None

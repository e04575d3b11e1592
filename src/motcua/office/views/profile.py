"""Own profile: who I am here, my postings, my password."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import postings_of
from motcua.identity.services import password_change
from motcua.identity.sessions import session_keep
from motcua.identity.types import Action
from motcua.identity.words import kind_name, role_name
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.office.refusals import refusal_show


class PasswordForm(forms.Form):
    """The old password, and the new one typed once: browsers offer to show it."""

    old = forms.CharField(
        label=gettext_lazy("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(),
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(),
    )


@requires(Action.OFFICE_ENTER)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Show the profile; a POST changes the password and ends the other sessions."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            password_change(
                actor=request.actor, session_key=request.session.session_key, **form.cleaned_data
            )
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            session_keep(request)
            messages.success(request, _("Your password is changed. Other devices are signed out."))
            return redirect("office:profile")
    now = clock.now()
    postings = [
        {
            "view": posting,
            "role": role_name(posting.role),
            "kind": kind_name(posting.kind),
            "in_force": any(posting.id == held.id for held in request.actor.postings),
            "future": posting.valid_from > now,
        }
        for posting in reversed(postings_of(request.actor.account_id))
    ]
    return render(request, "office/profile.html", {"form": form, "postings": postings})

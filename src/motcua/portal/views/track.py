"""Follow a dossier: its code and the security code of the slip."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.dossiers.chain import tracking_token
from motcua.kernel.errors import NotFound
from motcua.portal.tracking import CODE_LONGEST, dossier_look, tracking_page


class TrackForm(forms.Form):
    """What stands on the slip."""

    code = forms.CharField(
        label=_("Dossier code"),
        help_text=_("At the top of the slip, for example H19.055.28-260828-0001."),
        max_length=CODE_LONGEST,
        error_messages={"required": _("Please type the dossier code; it stands on the slip.")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    factor = forms.CharField(
        label=_("Security code"),
        help_text=_("Eight letters and digits on the slip, for example 7K2M-9QX4."),
        max_length=40,
        error_messages={"required": _("Please type the security code; it stands on the slip.")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )


@tracking_page
@csrf_exempt  # it changes nothing, and without a cookie it works on every phone
@sensitive_post_parameters("factor")
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Show the form; lead a right pair to the page that the slip's QR code leads to."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                found = dossier_look(
                    request, form.cleaned_data["code"], form.cleaned_data["factor"]
                )
            except NotFound as refusal:
                form.add_error(None, str(refusal.message))
                status = refusal.status
            else:
                return redirect("portal:track_slip", found.code, tracking_token(found.code))
    return render(request, "portal/track.html", {"form": form}, status=status)

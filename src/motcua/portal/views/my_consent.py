"""Give a consent or withdraw it, with the same one press."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.services import consent_give, consent_withdraw, consent_withdraw_one
from motcua.citizens.types import ConsentPurpose
from motcua.kernel.errors import NotFound


@citizen_only
@require_POST
def my_consent(request: CitizenRequest) -> HttpResponse:
    """Do so and go back to the page."""
    if request.POST.get("consent", "").isdecimal():
        try:
            consent_withdraw_one(
                citizen=request.citizen, consent_id=int(request.POST["consent"][:18])
            )
        except NotFound as refusal:
            raise Http404 from refusal
        messages.success(request, _("Withdrawn from now on."))
        return redirect("portal:my_data")
    try:
        purpose = ConsentPurpose(request.POST.get("purpose", ""))
    except ValueError as error:
        raise Http404 from error
    if request.POST.get("give") == "1":
        consent_give(citizen=request.citizen, purpose=purpose)
        messages.success(
            request, _("Recorded: you allow it. You can withdraw it here at any time.")
        )
    else:
        consent_withdraw(citizen=request.citizen, purpose=purpose)
        messages.success(request, _("Withdrawn from now on."))
    return redirect("portal:my_data")

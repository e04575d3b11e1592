"""One petition: what was written, what was asked, the answer; reply or take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.feedback.queries import petition_get
from motcua.feedback.rules import petitioner_may
from motcua.feedback.services import petition_reply, petition_withdraw
from motcua.feedback.types import PetitionState
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.portal.feedback import KINDS, STATES
from motcua.portal.filing import filing_page


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_petition(request: CitizenRequest, number: str) -> HttpResponse:
    """Show it, or do what its buttons say; words that were refused stay."""
    petition = petition_get(number)
    typed, problem, status = request.POST.get("text", ""), "", 200
    if request.method == "POST":
        try:
            if request.POST.get("action") == "withdraw":
                petition_withdraw(citizen=request.citizen, number=number)
                messages.success(request, _("Your petition is taken back."))
            else:
                petition_reply(citizen=request.citizen, number=number, text=typed)
                messages.success(request, _("Thank you. Your answer has arrived."))
            return redirect("portal:my_petition", number)
        except Invalid as refusal:
            problem, status = refusal.problems[0].message, 422
        except Refused as refusal:
            if isinstance(refusal, NotFound):
                raise
            problem, status = refusal.message, refusal.status
    context = {
        "petition": petition,
        "kind": KINDS[petition.kind],
        "state": STATES[petition.state],
        "steps": [(step, STATES[step.state][0]) for step in petition.steps],
        "may_reply": petitioner_may(petition.state, PetitionState.IN_PROCESS),
        "may_withdraw": petitioner_may(petition.state, PetitionState.WITHDRAWN),
        "typed": typed,
        "problem": problem,
    }
    return render(request, "portal/my_petition.html", context, status=status)

"""Approve a rule of silence, send it back with a reason, or take one's own back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.dossiers.services.opinion_rule_drafts import (
    opinion_rule_approve,
    opinion_rule_recall,
    opinion_rule_return,
)
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Invalid, NotFound, Refused


@requires(Action.PROCEDURE_OFFER)
@require_POST
def opinion_rule_decide(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Do what the button says; a refusal is told on the page of the rules."""
    act, actor = request.POST.get("do", ""), request.actor
    try:
        if act == "approve":
            opinion_rule_approve(actor=actor, draft_id=draft_id)
            messages.success(request, _("Approved. The rule holds from its day on."))
        elif act == "recall":
            opinion_rule_recall(actor=actor, draft_id=draft_id)
            messages.success(request, _("Taken back. Nothing of it holds."))
        else:
            reason = request.POST.get("reason", "")
            opinion_rule_return(actor=actor, draft_id=draft_id, reason=reason)
            messages.success(request, _("It went back with your reason."))
    except NotFound as refusal:
        raise Http404 from refusal
    except Invalid as refusal:
        messages.error(request, " ".join(str(one.message) for one in refusal.problems))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("office:opinion_rules")

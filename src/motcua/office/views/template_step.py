"""What happens to a version as a whole: submitted, taken back, given up."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.drafting.services import template_recall, template_submit, template_withdraw
from motcua.drafting.words import PARTS
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.revising import revision_done

STEPS = {
    "submit": (template_submit, _("Sent. Somebody else approves it now.")),
    "recall": (template_recall, _("The template is yours again. It has to be sent anew.")),
    "withdraw": (template_withdraw, _("Given up. It stays in the list.")),
}


@requires(Action.TEMPLATE_EDIT)
@require_POST
def template_step(request: SignedInRequest, template_id: int) -> HttpResponse:
    """Do the step that the button names; a refusal is told on the page that follows."""
    if request.POST.get("do") not in STEPS:
        raise Http404
    step, said = STEPS[request.POST["do"]]

    def operation(revision: int) -> object:
        return step(actor=request.actor, template_id=template_id, revision=revision)

    if revision_done(request, operation, PARTS):
        messages.success(request, said)
    return redirect("office:template_edit", template_id)

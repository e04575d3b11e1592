"""Give a draft of a form up."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.forms.services import form_withdraw
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.formacts import draft_or_404, revision_sent


@requires(Action.FORM_EDIT)
@require_POST
def forms_withdraw(request: SignedInRequest, form_id: int) -> HttpResponse:
    """Withdraw the draft that was looked at; what is in force stays in force."""
    draft_or_404(form_id)
    try:
        form_withdraw(actor=request.actor, form_id=form_id, revision=revision_sent(request))
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("office:forms_edit", form_id)
    messages.success(request, _("The draft is withdrawn. The form in force stays as it is."))
    return redirect("office:forms")

"""Begin a draft of a procedure's form, or go on with the one that is there."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.forms.services import form_start
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused


@requires(Action.FORM_EDIT)
@require_POST
def forms_start(request: SignedInRequest) -> HttpResponse:
    """Open the draft of the procedure whose code was sent; without a code, of all others."""
    code = request.POST.get("procedure", "")[:12].replace("\x00", "")
    try:
        form = form_start(actor=request.actor, procedure=code)
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("office:forms")
    return redirect("office:forms_edit", form.id)

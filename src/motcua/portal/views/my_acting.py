"""Act for another from now on, or for oneself again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.services import session_act
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use


@citizen_only
@require_POST
def my_acting(request: CitizenRequest) -> HttpResponse:
    """Switch and go to the affairs of whom it is for now."""
    wanted = request.POST.get("relation", "")
    relation_id = int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None
    try:
        with scope_use(SYSTEM):
            session_act(
                session_id=request.citizen_session.id,
                citizen=request.citizen,
                relation_id=relation_id,
            )
    except NotFound as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:my_relations")
    if request.POST.get("then") == "resume":  # back to the form that was kept
        return redirect("portal:sign_in_resume")
    if relation_id is None:
        messages.success(request, _("You act for yourself again."))
    return redirect("portal:my")

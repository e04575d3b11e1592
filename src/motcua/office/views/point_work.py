"""Say that one takes in at an extra point today, or at the centre again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.office.outside.working import work_at, work_at_centre
from motcua.reception.services import point_check


@requires(Action.DOSSIER_INTAKE)
@require_POST
def point_work(request: SignedInRequest, point_id: int) -> HttpResponse:
    """Remember the point for today in this session; `leave` forgets it."""
    try:
        one = point_check(actor=request.actor, point_id=point_id)
    except NotFound as refusal:
        raise Http404 from refusal
    if "leave" in request.POST:
        work_at_centre(request)
        messages.success(request, _("You take in at the centre again."))
    else:
        work_at(request, one)
        messages.success(
            request,
            _("What you take in today counts for “%(point)s”.") % {"point": one.name},
        )
    return redirect("office:points")

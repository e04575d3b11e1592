"""Give a substitution another last day, or end it now."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.services import substitution_end, substitution_move
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.office.absences import after, number_read
from motcua.office.acting import version_read
from motcua.office.places import place_back


@requires(Action.WORK_READ)
@require_POST
def absence_change(request: SignedInRequest) -> HttpResponse:
    """Do it and go back to the page that asked; refusals stand there."""
    back = place_back(request) or reverse("office:absence")
    version = version_read(request)
    substitution_id = number_read(request, "substitution")
    if not substitution_id:
        messages.warning(request, _("Choose which absence is to change."))
        return redirect(back)
    try:
        if "end" in request.POST:
            substitution_end(actor=request.actor, substitution_id=substitution_id, version=version)
            done = _("It has ended. What is unfinished is given back within minutes.")
        else:
            try:
                day = date.fromisoformat(request.POST.get("last_day", ""))
            except ValueError:
                messages.warning(request, _("Enter the new last day."))
                return redirect(back)
            substitution_move(
                actor=request.actor,
                substitution_id=substitution_id,
                valid_to=after(day),
                version=version,
            )
            done = _("The last day is changed, and both people are told.")
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Invalid as refusal:
        messages.warning(request, " ".join(str(one.message) for one in refusal.problems))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)

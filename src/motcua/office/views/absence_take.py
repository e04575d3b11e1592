"""Take all the work of somebody for whom one stands in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from motcua.dossiers.services import work_take_over_all
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.office.absences import number_read
from motcua.office.places import place_back
from motcua.office.worklists import failures_build


@requires(Action.WORK_CLAIM)
@require_POST
def absence_take(request: SignedInRequest) -> HttpResponse:
    """Take it; all good: back to where the button stood, else the report of what was refused."""
    back = place_back(request) or reverse("office:worklist")
    substitution_id = number_read(request, "substitution")
    if not substitution_id:
        messages.warning(request, _("Choose whose work you take over."))
        return redirect(back)
    try:
        report = work_take_over_all(actor=request.actor, substitution_id=substitution_id)
    except NotFound as refusal:
        raise Http404 from refusal
    done = len(report.done)
    words = ngettext(
        "%(n)d piece of work is with you now.", "%(n)d pieces of work are with you now.", done
    ) % {"n": done}
    if report.failed:
        failed = failures_build(report.failed)
        context = {"done": words if done else "", "failed": failed, "back": back}
        return render(request, "office/work_bulk_assign.html", context)
    if done:
        messages.success(request, words)
    else:
        messages.info(request, _("There is nothing to take over: this person holds no work."))
    return redirect(back)

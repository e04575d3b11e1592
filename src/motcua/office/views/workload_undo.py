"""Take the last re-assignment back, as long as the receiver has not begun."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from motcua.dossiers.services import Move, work_reassign_undo
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.places import place_back
from motcua.office.views.workload import UNDO
from motcua.office.worklists import failures_build


@requires(Action.WORK_REASSIGN)
@require_POST
def workload_undo(request: SignedInRequest) -> HttpResponse:
    """Undo once; what is not possible any more is told with its reason."""
    back = place_back(request) or reverse("office:workload")
    held = request.session.pop(UNDO, None)
    if not held:
        messages.info(request, _("There is nothing to take back."))
        return redirect(back)
    try:
        report = work_reassign_undo(
            actor=request.actor,
            moves=[Move(*one) for one in held["moves"]],
            made_at=datetime.fromisoformat(held["at"]),
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    done = len(report.done)
    words = ngettext("%(n)d piece of work is back.", "%(n)d pieces of work are back.", done) % {
        "n": done
    }
    if report.failed:
        failed = failures_build(report.failed)
        context = {"done": words if done else "", "failed": failed, "back": back}
        return render(request, "office/work_bulk_assign.html", context)
    messages.success(request, words)
    return redirect(back)

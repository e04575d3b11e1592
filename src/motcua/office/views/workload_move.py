"""Give pieces of work to another person: by a drag, or chosen with boxes; with one reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from motcua.dossiers.services import work_bulk_assign
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.absences import number_read
from motcua.office.places import place_back
from motcua.office.views.work_bulk_assign import CHOSEN_MAX, chosen_read
from motcua.office.views.workload import UNDO
from motcua.office.worklists import failures_build
from motcua.workflow.queries import item_get
from motcua.workflow.types import BulkReport, ItemState, ItemToAssign, WorkItemView


@requires(Action.WORK_REASSIGN)
@require_POST
def workload_move(request: SignedInRequest) -> HttpResponse:
    """Give it; all good: back to the page with a way to undo it, else the report."""
    back = place_back(request) or reverse("office:workload")
    found = [chosen_read(value) for value in request.POST.getlist("item")[:CHOSEN_MAX]]
    items = [one for one in found if one is not None]
    assignee, reason = number_read(request, "assignee"), request.POST.get("reason", "").strip()
    missing = _missing(items, assignee, reason)
    if missing:
        messages.warning(request, missing)
        return redirect(back)
    try:
        before = {one.item_id: item_get(one.item_id) for one in items}
        report = work_bulk_assign(
            actor=request.actor, items=items, assignee_id=assignee, note=reason[:500]
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    _undo_keep(request, report, before)
    done = len(report.done)
    words = ngettext(
        "%(n)d piece of work is assigned.", "%(n)d pieces of work are assigned.", done
    ) % {"n": done}
    if report.failed:
        context = {
            "done": words if done else "",
            "failed": failures_build(report.failed),
            "back": back,
        }
        return render(request, "office/work_bulk_assign.html", context)
    messages.success(request, words)
    return redirect(back)


def _missing(items: list[ItemToAssign], assignee: int, reason: str) -> str:
    if not items:
        return _("Choose at least one piece of work first.")
    if not assignee:
        return _("Choose the person who gets the work.")
    return "" if reason else _("Say why: it stands on the control sheet.")


def _undo_keep(
    request: SignedInRequest, report: BulkReport, before: dict[int, WorkItemView]
) -> None:
    """Remember for some minutes who had what; a finished assignment cannot be taken back."""
    moves = []
    for item_id in report.done:
        now = item_get(item_id)
        if now.state is ItemState.CLAIMED:
            had = before[item_id]
            back_to = had.claimed_by_id if had.state is ItemState.CLAIMED else None
            moves.append([item_id, now.version, back_to, had.for_account_id])
    if moves:
        request.session[UNDO] = {"at": clock.now().isoformat(), "moves": moves}
    else:
        request.session.pop(UNDO, None)

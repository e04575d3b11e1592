"""Give several pieces of work to one person; what was refused is told with its reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from motcua.dossiers.services import work_bulk_assign as assign
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.places import place_back
from motcua.office.worklists import FailedRow, failures_build
from motcua.workflow.types import ItemToAssign

CHOSEN_MAX = 200


@requires(Action.WORK_REASSIGN)
@require_POST
def work_bulk_assign(request: SignedInRequest) -> HttpResponse:
    """Assign what was chosen; all good: back to the list, else the report."""
    back = place_back(request) or reverse("office:worklist")
    chosen = [chosen_read(value) for value in request.POST.getlist("item")[:CHOSEN_MAX]]
    items = [item for item in chosen if item is not None]
    assignee = request.POST.get("assignee", "")
    if not items:
        messages.warning(request, _("Choose at least one piece of work first."))
        return redirect(back)
    if not (assignee.isascii() and assignee.isdigit() and len(assignee) < 19):
        messages.warning(request, _("Choose the person who gets the work."))
        return redirect(back)
    try:
        report = assign(actor=request.actor, items=items, assignee_id=int(assignee))
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    done = len(report.done)
    words = ngettext(
        "%(n)d piece of work is assigned.", "%(n)d pieces of work are assigned.", done
    ) % {"n": done}
    if not report.failed:
        messages.success(request, words)
        return redirect(back)
    failed: list[FailedRow] = failures_build(report.failed)
    context = {"done": words if done else "", "failed": failed, "back": back}
    return render(request, "office/work_bulk_assign.html", context)


def chosen_read(value: str) -> ItemToAssign | None:
    """Return the item that a box named as it was seen; None for a damaged one."""
    item, _mark, version = value.partition(":")
    if not (item.isascii() and item.isdigit() and version.isascii() and version.isdigit()):
        return None
    if len(item) > 18 or len(version) > 9:
        return None
    return ItemToAssign(int(item), int(version))

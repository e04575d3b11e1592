"""Stacks of papers: what waits, and a new one from the scanner."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries.batches import batches_of
from motcua.dossiers.services.batch_making import batch_work
from motcua.dossiers.services.batches import Taken, batch_take
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.batch_upload import WAIT_SECONDS, stacks_taken
from motcua.office.batching import STATES, units_open_to
from motcua.organisations.queries import units_by_ids


@requires(Action.DOSSIER_INTAKE)
@no_transaction  # files are looked at outside of one
@require_http_methods(["GET", "HEAD", "POST"])
def scan_batches(request: SignedInRequest) -> HttpResponse:
    """Show the batches of one's units; a POST with files begins one."""
    if request.method == "POST":
        return _post(request)
    with scope_use(request.actor.scope):
        lines = batches_of(request.actor.unit_ids_for(Action.DOSSIER_INTAKE))
        people = accounts_by_ids({one.begun_by for one in lines})
        units = units_by_ids({one.unit_id for one in lines})
        rows = [
            {
                "line": one,
                "state": STATES[one.state],
                "by": people[one.begun_by].name if one.begun_by in people else "",
                "unit": units[one.unit_id].full_name if one.unit_id in units else "",
            }
            for one in lines
        ]
        context = {"rows": rows, "units": units_open_to(request), "today": clock.today()}
        return render(request, "office/scan_batches.html", context)


def _post(request: SignedInRequest) -> HttpResponse:
    with scope_use(request.actor.scope):
        units = [number for number, _name in units_open_to(request)]
    text = request.POST.get("unit", "")
    chosen = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    if chosen not in units:
        if text or not units:
            raise Http404
        chosen = units[0]
    taken = upload_into(request, chosen)
    if taken is None:
        return redirect("office:scan_batches")
    return redirect("office:scan_batch", taken.batch_id)


def upload_into(
    request: SignedInRequest, unit_id: int, batch_id: int | None = None
) -> Taken | None:
    """Take the uploaded files into a batch and begin to read them; None when nothing came in."""
    stacks = stacks_taken(request)
    if not stacks:
        return None
    try:
        with scope_use(request.actor.scope):
            taken = batch_take(
                actor=request.actor, unit_id=unit_id, stacks=stacks, batch_id=batch_id
            )
        batch_work(taken.batch_id, seconds=WAIT_SECONDS, scope=request.actor.scope)
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Invalid as refusal:
        messages.error(request, " ".join(str(one.message) for one in refusal.problems))
        return None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    if taken.again:
        messages.warning(request, _("A file that this batch has already was left out."))
    return taken

"""Ask for a visit as the assisting person: village head, community digital team."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.outside.forms import VisitForm
from motcua.office.outside.reading import centre_of, centres_for, offered_at
from motcua.office.outside.words import STATES
from motcua.office.refusals import refusal_show
from motcua.reception.queries.visits import hamlets_of, visits_asked_by
from motcua.reception.services import visit_help as ask


@requires(Action.CITIZEN_ASSIST)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_help(request: SignedInRequest) -> HttpResponse:
    """Show the form and what one has asked for in the last thirty days; nothing else."""
    given = request.POST if request.method == "POST" else request.GET
    unit = centre_of(request.actor, Action.CITIZEN_ASSIST, given.get("unit", ""))
    if unit is None:
        return render(request, "office/visit_help.html", {"unit": None})
    offered = offered_at(unit)
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        hamlets=hamlets_of(unit.id),
        procedures=[(code, one.version.name) for code, one in offered.items()],
        helper=True,
    )
    if form.is_bound and form.is_valid():
        try:
            ask(actor=request.actor, order=form.order(unit))
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(
                request, _("The request is with the centre. It appears below with its state.")
            )
            return redirect("office:visit_help")
    units = [one.id for one in centres_for(request.actor, Action.CITIZEN_ASSIST)]
    with scope_use(SYSTEM):  # who assists sees what they asked for themselves, nothing else
        mine = visits_asked_by(request.actor.account_id, units)
    context = {
        "unit": unit,
        "form": form,
        "helper": True,
        "mine": [(one, STATES[one.state]) for one in mine],
    }
    return render(request, "office/visit_help.html", context, status=422 if form.is_bound else 200)

"""Write a request for a visit at home down: for who calls, or comes to the counter for somebody."""

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
from motcua.office.outside.forms import VisitForm
from motcua.office.outside.reading import centre_of, offered_at
from motcua.office.refusals import refusal_show
from motcua.reception.queries.visits import hamlets_of
from motcua.reception.services import visit_ask_for
from motcua.reception.visiting import AskedBy


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_new(request: SignedInRequest) -> HttpResponse:
    """Show the form; on POST write the request down and show what to tell the person."""
    given = request.POST if request.method == "POST" else request.GET
    unit = centre_of(request.actor, Action.RECEPTION_SERVE, given.get("unit", ""))
    if unit is None:
        return render(request, "office/visits.html", {"unit": None})
    offered = offered_at(unit)
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        hamlets=hamlets_of(unit.id),
        procedures=[(code, one.version.name) for code, one in offered.items()],
    )
    if form.is_bound and form.is_valid():
        try:
            made = visit_ask_for(
                actor=request.actor,
                order=form.order(unit),
                asked_by=AskedBy(form.cleaned_data["asked_by"]),
            )
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(
                request, _("The request is written down. Tell the person what to have ready.")
            )
            return redirect("office:visit", made.id)
    context = {"unit": unit, "form": form, "helper": False}
    return render(request, "office/visit_new.html", context, status=422 if form.is_bound else 200)

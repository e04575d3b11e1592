"""Extra reception points of a centre: where, when next; a new one is planned here."""

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
from motcua.office.hall_forms import fields_of
from motcua.office.outside.point_forms import PointForm
from motcua.office.outside.reading import centre_of, centres_for
from motcua.office.outside.working import point_here
from motcua.office.people import people_choices
from motcua.office.refusals import refusal_show
from motcua.reception.queries.points import points_of
from motcua.reception.services import point_open


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: SignedInRequest) -> HttpResponse:
    """Show the points; whoever sets the hall up plans one on POST."""
    given = request.POST if request.method == "POST" else request.GET
    unit = centre_of(request.actor, Action.RECEPTION_SERVE, given.get("unit", ""))
    if unit is None:
        return render(request, "office/points.html", {"unit": None})
    form = PointForm(
        request.POST if request.method == "POST" else None,
        fields=fields_of(unit.id),
        people=people_choices([unit.id], [Action.RECEPTION_SERVE]),
    )
    if form.is_bound and form.is_valid():
        try:
            made = point_open(actor=request.actor, unit_id=unit.id, order=form.order())
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The point is planned. Now say when it is open."))
            return redirect("office:point", made)
    here = point_here(request)
    context = {
        "unit": unit,
        "units": centres_for(request.actor, Action.RECEPTION_SERVE),
        "points": points_of([unit.id]),
        "here": here.id if here else None,
        "form": form,
        "may_edit": request.actor.may(Action.RECEPTION_EDIT, unit.id),
        "may_take_in": request.actor.may(Action.DOSSIER_INTAKE, unit.id),
    }
    return render(request, "office/points.html", context, status=422 if form.is_bound else 200)

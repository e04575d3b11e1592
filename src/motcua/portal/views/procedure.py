"""One procedure: can I, what do I need, how long, how much, where, how; then the law."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.filing.queries.online import form_online
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.portal.catalogue import catalogue_page
from motcua.portal.charges import provinces_for
from motcua.portal.offer import offered
from motcua.portal.places import places_of
from motcua.portal.structured import service_json
from motcua.procedures.overview import catalogue_state
from motcua.procedures.queries import offering_units, procedure_get
from motcua.procedures.types import VersionView
from motcua.ui.types import Crumb


@catalogue_page(catalogue_state)
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is known of a procedure, and say what is not."""
    try:
        if not code.isprintable():
            raise Http404
        view = procedure_get(code)
    except NotFound as refusal:
        raise Http404 from refusal
    places = places_of(offering_units(code))
    crumbs = (
        Crumb(_("Procedures"), reverse("portal:procedures")),
        Crumb(view.code),
    )
    day = clock.today()
    provinces = provinces_for(view.version, day, places, request.GET.get("province", ""))
    context = {
        "crumbs": crumbs,
        "version": view.version,
        "offer": offered(view.version, day, provinces),
        "provinces": provinces,
        "places": places,
        "from_home": bool(places) and _from_home(view.version),
        "history": view.history[1:],
        "structured": service_json(view.version, request.path),
    }
    return render(request, "portal/procedure.html", context)


def _from_home(version: VersionView) -> bool:
    """Tell whether this installation has the form by which it is filed from home."""
    try:
        form_online(version)
    except Refused:
        return False
    return True

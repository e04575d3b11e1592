"""An event of a life or a business: which procedures it brings, in their order."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.portal.catalogue import catalogue_page
from motcua.portal.events import EVENTS
from motcua.portal.views.procedures import procedure_choice
from motcua.procedures.overview import catalogue_state
from motcua.procedures.queries import event_procedures


@catalogue_page(catalogue_state)
def event(request: HttpRequest, key: str) -> HttpResponse:
    """Show the procedures of an event."""
    words = EVENTS.get(key)
    if words is None:
        raise Http404
    rows = [procedure_choice(row) for row in event_procedures(key)]
    return render(request, "portal/event.html", {"words": words, "rows": rows})

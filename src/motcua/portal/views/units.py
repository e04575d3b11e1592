"""Which unit is competent now: by any name or code, old or new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.kernel.text import nfc
from motcua.organisations.queries import directory_state, units_resolve
from motcua.portal.catalogue import catalogue_page
from motcua.portal.territory import answer_told

LONGEST = 200
SHOWN = 25


@catalogue_page(directory_state)
def units(request: HttpRequest) -> HttpResponse:
    """Show the form and what it finds; at most nine statements."""
    query = nfc(request.GET.get("q", ""))[:LONGEST]
    found = units_resolve(query) if query else []
    context = {
        "query": query,
        "answers": [answer_told(one) for one in found[:SHOWN]],
        "total": len(found),
        "shown": min(len(found), SHOWN),
    }
    return render(request, "portal/units.html", context)

"""What this installation is, and what it keeps about its visitors."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua import __version__
from motcua.portal.catalogue import catalogue_page
from motcua.procedures.overview import catalogue_state
from motcua.procedures.queries import catalogue_sizes


@catalogue_page(catalogue_state)
def about(request: HttpRequest) -> HttpResponse:
    """Say it plainly; a demonstration says that it is one."""
    sizes = catalogue_sizes()
    context = {"demo": settings.DEMO, "release": __version__, **sizes}
    return render(request, "portal/about.html", context)

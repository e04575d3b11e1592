"""What was tested for people who read, hear or type differently, and what was not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.portal.catalogue import catalogue_page


@catalogue_page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the statement."""
    return render(request, "portal/accessibility.html")

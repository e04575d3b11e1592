"""The first page: what do you want to do?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the three things that people come for; no statement is run for it."""
    return render(request, "portal/home.html")

"""My affairs: everything that belongs to whom it is for, one line each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.portal.navigation import my_choices


@citizen_only
@never_cache
@require_safe
def my(request: CitizenRequest) -> HttpResponse:
    """Show what there is; each area tells its own line (`portal.navigation.my_register`)."""
    context = {"citizen": request.citizen, "choices": my_choices(request.citizen)}
    return render(request, "portal/my.html", context)

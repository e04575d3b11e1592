"""How the figures are made, and how anybody can check them without believing this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.indicators.public.release import STEP, smallest_now
from motcua.indicators.public.small import smallest_on
from motcua.indicators.public.standing import age_on, standing
from motcua.kernel import clock, signing
from motcua.portal.openly import figures_page

HALF = 22


@figures_page
def figures_how(request: HttpRequest) -> HttpResponse:
    """Explain; it is shown whether figures are or not. Two statements."""
    day, key = clock.today(), signing.public_key()
    context = {
        "standing": standing(),
        "smallest": smallest_now(),
        "source": smallest_on(day).source,
        "hours": age_on(day).hours,
        "step": STEP,
        "key": [key[:HALF], key[HALF:]],  # a telephone's line holds half of it
    }
    return render(request, "portal/figures_how.html", context)

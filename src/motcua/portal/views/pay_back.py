"""Back from the payment platform: what is known, and nothing that is not."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.payments.types import Method
from motcua.portal.paying import dossier_url_of, own_order, paying_page, platform_asked


@paying_page
@require_safe
def pay_back(request: CitizenRequest, code: str) -> HttpResponse:
    """Ask the platform and say how it stands; safe to reload, and reloaded for those who wait."""
    order = own_order(request, code)
    if platform_asked(order):
        order = own_order(request, code)
    waiting = order.attempt is not None and order.attempt.method is Method.PLATFORM
    context = {"order": order, "waiting": waiting, "back": dossier_url_of(order)}
    return render(request, "portal/pay_back.html", context)

"""Back from the payment platform: what is known, and nothing that is not."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.kernel import clock
from motcua.payments.services import attempt_ask
from motcua.payments.types import AttemptView, Method
from motcua.portal.paying import dossier_url_of, own_order, paying_page

PAUSE = timedelta(seconds=2)


@paying_page
@require_safe
def pay_back(request: CitizenRequest, code: str) -> HttpResponse:
    """Ask the platform and say how it stands; safe to reload, and reloaded for those who wait."""
    order = own_order(request, code)
    if order.attempt is not None and _due(order.attempt):
        attempt_ask(order.attempt.reference)
        order = own_order(request, code)
    waiting = order.attempt is not None and order.attempt.method is Method.PLATFORM
    context = {"order": order, "waiting": waiting, "back": dossier_url_of(order)}
    return render(request, "portal/pay_back.html", context)


def _due(attempt: AttemptView) -> bool:
    """Tell whether to ask now: pages that are reloaded all the time do not ask all the time."""
    asked = attempt.asked_at
    return attempt.method is Method.PLATFORM and (asked is None or clock.now() - asked > PAUSE)

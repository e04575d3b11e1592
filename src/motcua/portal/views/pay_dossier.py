"""Go and pay what a dossier owes; what owes nothing never sees a page of paying."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.services import dossier_order
from motcua.portal.paying import paying_page


@paying_page
@require_safe
def pay_dossier(request: CitizenRequest, code: str) -> HttpResponse:
    """Find (or make) the order of one's own dossier and lead there."""
    back = reverse("portal:my_dossier", args=[code])
    order = dossier_order(citizen=request.citizen, code=code, return_url=back)
    return redirect(back) if order is None else redirect("portal:pay", order.code)

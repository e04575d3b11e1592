"""Check a receipt: whoever holds the paper sees whether it is ours and still good."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.identity.access import public
from motcua.kernel.budget import budget_left, budget_spend, network_of
from motcua.organisations.queries import unit_get
from motcua.payments.queries import receipt_verify

TRIES, SECONDS = 30, 600


@public
@never_cache
@require_safe
def receipt_check(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or say what it proves; the payer's name is shown in part only."""
    code = "".join(request.GET.get("code", "").split()).upper()[:24]
    if not code:
        return _page(request)
    network = network_of(request)
    if not budget_left("receipt-check", network, TRIES, SECONDS):
        return _page(request, status=429, many=True)
    receipt = receipt_verify(code)
    if receipt is None:
        budget_spend("receipt-check", network, TRIES, SECONDS)
        return _page(request, status=404, unknown=code)
    return _page(
        request,
        receipt=receipt,
        unit=unit_get(receipt.unit_id),
        payer=_part(receipt.payer_name),
        left=receipt.amount_vnd - receipt.refunded_vnd,
    )


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    return render(request, "portal/receipt_check.html", context, status=status)


def _part(name: str) -> str:
    """Return a name of which only the first letters of each word are told."""
    return " ".join(f"{word[0]}." for word in name.split())

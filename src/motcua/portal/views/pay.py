"""Pay an order: how much, why, and by which way; then the way that was chosen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.payments.services import attempt_begin, attempt_give_up
from motcua.payments.types import Method, OrderView
from motcua.portal.paying import (
    dossier_url_of,
    own_order,
    paying_page,
    platform_asked,
    platform_offered,
    transfer_of,
)


@paying_page
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: CitizenRequest, code: str) -> HttpResponse:
    """Show the order as it stands; begin, check or give up a payment."""
    order = own_order(request, code)
    if request.method == "POST":
        return _act(request, order)
    context = {
        "order": order,
        "transfer": transfer_of(order) if order.payable else None,
        "platform": platform_offered(),
        "back": dossier_url_of(order),
    }
    return render(request, "portal/pay.html", context)


def _act(request: CitizenRequest, order: OrderView) -> HttpResponse:
    action = request.POST.get("action", "")
    here = redirect("portal:pay", order.code)
    if action in {Method.TRANSFER.value, Method.PLATFORM.value}:
        return _begin(order, Method(action))
    if action not in {"check", "other"}:
        raise Http404
    if action == "check":
        platform_asked(order)  # also what ended here: the money may have come by it
    order = own_order(request, order.code)
    if order.attempt is None:
        return here
    if action == "other":
        attempt_give_up(order.attempt.reference)
        return here
    messages.info(request, _still(order.attempt.method))
    return here


def _begin(order: OrderView, method: Method) -> HttpResponse:
    back = reverse("portal:pay_back", args=[order.code])
    if method is Method.TRANSFER and transfer_of(order) is None:
        raise Http404
    attempt = attempt_begin(order_code=order.code, method=method, return_path=back)
    return redirect(attempt.redirect_url or reverse("portal:pay", args=[order.code]))


def _still(method: Method) -> str:
    if method is Method.TRANSFER:
        return _(
            "The bank has not told us of your transfer yet. That can take until the next working"
            " day. You need not stay here, and you need not pay again."
        )
    return _("The payment platform does not know of a finished payment yet.")

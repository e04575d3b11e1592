"""My payments: what is owed, what was paid, and the receipts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.payments.queries import orders_list
from motcua.payments.types import OrderState
from motcua.ui.links import chips_for, url_with

STATES = {
    "owed": (OrderState.PENDING, OrderState.PAYING, OrderState.HELD),
    "paid": (OrderState.PAID,),
    "over": (OrderState.EXPIRED,),
}
WORDS = (
    ("owed", gettext_lazy("To be paid")),
    ("paid", gettext_lazy("Paid")),
    ("over", gettext_lazy("Run out")),
)


@citizen_only
@never_cache
@require_safe
def my_payments(request: CitizenRequest) -> HttpResponse:
    """Show a page of them, the newest first."""
    after = request.GET.get("after", "")
    known = after.isascii() and after.isdigit() and len(after) < 18
    state = request.GET.get("state", "")
    page = orders_list(states=STATES.get(state), after=int(after) if known else None)
    context = {
        "states": chips_for(request, "state", WORDS),
        "filtered": state in STATES,
        "orders": page.items,
        "next_url": url_with(request, after=page.after) if page.after else "",
        "first_url": url_with(request, after=None) if known else "",
    }
    return render(request, "portal/my_payments.html", context)

"""What the pages of paying share: the payer's own order, the ways to pay it, the mark of a page.

The platform is called between transactions, never inside one: these views open their scopes
themselves. Every order is looked up in the payer's own scope first, so that another person's is
not found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.payments.providers import provider_of
from motcua.payments.queries import account_of, order_get, transfer_qr
from motcua.payments.services import attempt_ask
from motcua.payments.types import BankAccountView, Method, OrderView

PAUSE = timedelta(seconds=2)
MOST = 5  # tries of one order that a page asks about; a job asks about the others
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Transfer:
    """Everything that a bank transfer needs, to scan or to type."""

    account: BankAccountView
    qr: str
    text: str


def paying_page(view: View) -> View:
    """Mark a page of paying: for whoever is signed in, kept by nobody; a refusal is told."""

    @citizen_only
    @never_cache
    @no_transaction
    @wraps(view)
    def answer(request: CitizenRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotFound as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            messages.warning(request, str(refusal.message))
            return redirect("portal:pay", kwargs["code"])

    return answer


def own_order(request: CitizenRequest, code: str) -> OrderView:
    """Return one of the orders of whoever it is for; raises NotFound for any other."""
    if not code.isalnum() or len(code) > 12:
        raise Http404
    with scope_use(request.citizen.scope):
        return order_get(code)


def transfer_of(order: OrderView) -> Transfer | None:
    """Return what a transfer for an order needs; None when its unit has no account on record."""
    account = account_of(order.unit_id)
    if account is None:
        return None
    text = transfer_qr(account, reference=order.code, amount_vnd=order.amount_vnd)
    return Transfer(account, text, order.code)


def platform_asked(order: OrderView) -> int:
    """Ask the platform about every try that may have been paid there; return how many were asked.

    Not the live one alone: money may have come by one that ended here. Pages that are reloaded all
    the time do not ask all the time.
    """
    due = [
        one
        for one in order.unsure[:MOST]
        if one.asked_at is None or clock.now() - one.asked_at > PAUSE
    ]
    for one in due:
        attempt_ask(one.reference)
    return len(due)


def platform_offered() -> bool:
    """Tell whether this installation speaks with the national payment platform."""
    return provider_of(Method.PLATFORM) is not None


def dossier_url_of(order: OrderView) -> str:
    """Return where the payer goes on: the page that asked for the order, or all payments."""
    return order.return_url or reverse("portal:my_payments")

"""Addresses below /payments/: the interface for merchants, and the page where people pay."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from motcua.exchange.simulators.host import fault_of, fault_path, own_url
from motcua.exchange.simulators.payments.book import Book, Payment
from motcua.exchange.simulators.payments.calls import SECRETS, WINDOW, call_back, signature

BOOK = Book()
MODES = {
    "forge": "sends a call-back that is not signed right besides the true one",
    "repeat": "sends every call-back three times",
    "delay": "sends call-backs after so many seconds",
    "lose": "sends no call-back at all",
    "lie": "has taken 1,000 dong less than asked and says so when queried",
    "forget": "does not put payments into the day's file",
}
NAMES = ("reference", "description", "return_url", "callback_url")
View = Callable[..., HttpResponse]


def signed(view: View) -> View:
    """Let merchants in whose signature is right and fresh."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        merchant = request.headers.get("X-Merchant", "")
        stamp = request.headers.get("X-Timestamp", "")
        good = signature(
            merchant,
            method=str(request.method),
            path=request.path,
            timestamp=stamp,
            body=request.body,
        )
        fresh = stamp.isdigit() and abs(time.time() - int(stamp)) <= WINDOW
        given = request.headers.get("X-Signature", "")
        if merchant not in SECRETS or not fresh or not hmac.compare_digest(good, given):
            return JsonResponse({"error": "signature"}, status=401)
        return view(request, merchant=merchant, **kwargs)

    return checked


@signed
def orders(request: HttpRequest, merchant: str) -> HttpResponse:
    """Announce a payment."""
    try:
        data = json.loads(request.body)
        texts = {name: str(data[name]) for name in NAMES}
        amount = int(data["amount"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "malformed"}, status=400)
    if amount <= 0:
        return JsonResponse({"error": "amount"}, status=422)
    made = BOOK.announce(merchant, texts, amount)
    if made is None:
        return JsonResponse({"error": "other amount"}, status=409)
    page = f"{own_url()}/payments/pay/{made.token}"
    return JsonResponse({"id": made.id, "pay_url": page}, status=201)


@signed
def order(_request: HttpRequest, merchant: str, reference: str) -> HttpResponse:
    """Say how a payment stands."""
    found = BOOK.find(reference)
    if found is None or found.merchant != merchant:
        return JsonResponse({"error": "unknown"}, status=404)
    return JsonResponse(found.told())


@signed
def cancel(_request: HttpRequest, merchant: str, reference: str) -> HttpResponse:
    """Call a payment off, unless it has ended."""
    found = BOOK.find(reference)
    if found is None or found.merchant != merchant:
        return JsonResponse({"error": "unknown"}, status=404)
    BOOK.end(found, "cancelled")
    return JsonResponse(found.told())


@signed
def refunds(request: HttpRequest, merchant: str) -> HttpResponse:
    """Give money back."""
    try:
        data = json.loads(request.body)
        found = BOOK.find(str(data["reference"]))
        reference, amount = str(data["refund_reference"]), int(data["amount"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "malformed"}, status=400)
    if found is None or found.merchant != merchant:
        return JsonResponse({"error": "unknown"}, status=404)
    done = BOOK.refund(found, reference, amount)
    if done is None:
        return JsonResponse({"error": "not so much left"}, status=422)
    return JsonResponse({"id": done[0], "state": "done", "amount": done[1]})


@signed
def days(_request: HttpRequest, merchant: str, day: str) -> HttpResponse:
    """List what moved on a day."""
    try:
        wanted = date.fromisoformat(day).isoformat()
    except ValueError:
        return JsonResponse({"error": "malformed"}, status=400)
    forgets = fault_of("payments").mode == "forget"
    return JsonResponse([] if forgets else BOOK.day(merchant, wanted), safe=False)


@csrf_exempt  # a made-up bank: its own token is in the address
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is to be paid and let the visitor say how it ends."""
    payment = BOOK.by_token(token)
    if payment is None:
        raise Http404
    if request.method == "POST":
        _ended(payment, request.POST.get("end", ""))
        sign = "&" if "?" in payment.return_url else "?"
        return redirect(f"{payment.return_url}{sign}reference={payment.reference}")
    return render(request, "payments/pay.html", {"payment": payment})


def _ended(payment: Payment, end: str) -> None:
    short = 1000 if fault_of("payments").mode == "lie" else 0
    state = {"pay": "paid", "fail": "failed", "cancel": "cancelled"}.get(end)
    if state and BOOK.end(payment, state, paid=payment.amount - short):
        call_back(payment)


def front(request: HttpRequest) -> HttpResponse:
    """Show the book."""
    return render(request, "payments/book.html", {"payments": [*BOOK.payments.values()][::-1]})


urlpatterns: list[URLPattern] = [
    path("", front, name="payments"),
    path("api/orders", orders, name="payments_orders"),
    path("api/orders/<str:reference>", order, name="payments_order"),
    path("api/orders/<str:reference>/cancel", cancel, name="payments_cancel"),
    path("api/refunds", refunds, name="payments_refunds"),
    path("api/days/<str:day>", days, name="payments_day"),
    path("pay/<str:token>", pay, name="payments_pay"),
    fault_path("payments", MODES),
]

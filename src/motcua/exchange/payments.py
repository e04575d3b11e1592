"""The national payment platform: the adapter of the payments' provider.

The protocol stands in `exchange.simulators.payments`. Every request is signed; a call-back's
signature is checked in constant time and within a window, and even then it is only a hint: what
is true is asked for.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from django.conf import settings

from motcua.kernel.breaker import Breaker, CircuitOpen
from motcua.payments.providers import (
    Answer,
    Movement,
    ProviderDown,
    Started,
    Told,
    provider_register,
)
from motcua.payments.types import Method

WINDOW_SECONDS = 300
CALLBACK_PATH = "/pay/notify/"
UNKNOWN = frozenset({404})
UNKNOWN_OR_REFUSED = frozenset({404, 422})
_REFUSED = object()
breaker = Breaker()


class _Unavailable(Exception):
    """The platform answered, but not with an answer."""


class Platform:
    """Speaks with the platform that `MOTCUA_PAYMENT_URL` names."""

    method = Method.PLATFORM

    def start(
        self, *, reference: str, amount_vnd: int, description: str, return_url: str
    ) -> Started:
        """Announce a payment and return the page where it is paid."""
        data = {
            "reference": reference,
            "amount": amount_vnd,
            "description": description[:200],
            "return_url": return_url,
            "callback_url": (settings.PAYMENT_CALLBACK_URL or settings.PUBLIC_URL) + CALLBACK_PATH,
        }
        told = _call("POST", "/api/orders", data)
        page = _text(told, "pay_url")
        if not page.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            raise ProviderDown("page")
        return Started(_text(told, "id"), page)

    def ask(self, reference: str) -> Answer:
        """Return what the platform says about a payment; not known there, nobody can pay it."""
        told = _call("GET", f"/api/orders/{quote(reference, safe='')}", none_for=UNKNOWN)
        return Answer(Told.UNKNOWN) if told is None else _answer(told, reference)

    def cancel(self, reference: str) -> Answer:
        """Call a payment off there."""
        path = f"/api/orders/{quote(reference, safe='')}/cancel"
        told = _call("POST", path, {}, none_for=UNKNOWN)
        return Answer(Told.UNKNOWN) if told is None else _answer(told, reference)

    def refund(
        self, *, reference: str, refund_reference: str, amount_vnd: int, reason: str
    ) -> Answer:
        """Send money back."""
        data = {
            "reference": reference,
            "refund_reference": refund_reference,
            "amount": amount_vnd,
            "reason": reason,
        }
        told = _call("POST", "/api/refunds", data, none_for=UNKNOWN_OR_REFUSED)
        if told is None:
            return Answer(Told.FAILED)
        return Answer(Told.PAID, _number(told, "amount"), _text(told, "id"))

    def heard(self, *, method: str, path: str, headers: Mapping[str, str], body: bytes) -> str:
        """Return what a genuine and fresh call-back names."""
        return callback_reference(method=method, path=path, headers=headers, body=body) or ""

    def day(self, day: date) -> list[Movement]:
        """Return the platform's file of a day."""
        told = _call("GET", f"/api/days/{day.isoformat()}")
        if not isinstance(told, list):
            raise ProviderDown("day")
        return [
            Movement(
                _text(one, "id"),
                _text(one, "reference"),
                _number(one, "amount"),
                _instant(one, "at"),
            )
            for one in told
        ]


def callback_reference(
    *, method: str, path: str, headers: Mapping[str, str], body: bytes, now: float | None = None
) -> str | None:
    """Return the reference that a genuine and fresh call-back names; None for anything else."""
    stamp, given = headers.get("X-Timestamp", ""), headers.get("X-Signature", "")
    if headers.get("X-Merchant", "") != settings.PAYMENT_MERCHANT or not settings.PAYMENT_SECRET:
        return None
    good = _signature(method, path, stamp, body)
    if not hmac.compare_digest(good.encode(), given.encode("utf-8", "replace")):
        return None
    at = time.time() if now is None else now
    if not (stamp.isascii() and stamp.isdigit()) or abs(at - int(stamp)) > WINDOW_SECONDS:
        return None
    try:
        reference = json.loads(body)["reference"]
    except (ValueError, KeyError, TypeError):
        return None
    return reference if isinstance(reference, str) and len(reference) <= 20 else None


def register() -> None:
    """Offer the platform where one is configured; once, from `ExchangeConfig.ready`."""
    if settings.PAYMENT_URL:
        provider_register(Platform())


def _signature(method: str, path: str, stamp: str, body: bytes) -> str:
    text = "\n".join((method, path, stamp, hashlib.sha256(body).hexdigest()))
    return hmac.new(settings.PAYMENT_SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()


def _call(
    method: str,
    path: str,
    data: Mapping[str, Any] | None = None,
    *,
    none_for: frozenset[int] = frozenset(),
) -> Any:
    """Return the JSON of an answer, None for a status of `none_for`.

    Any other refusal tells nothing about a payment: ProviderDown, although the platform is up.
    """
    trouble = (requests.RequestException, _Unavailable)
    try:
        with breaker.call(*trouble):
            told = _send(method, path, data, none_for)
    except CircuitOpen as open_:
        raise ProviderDown("breaker") from open_
    except trouble as error:
        raise ProviderDown(type(error).__name__) from error
    if told is _REFUSED:
        raise ProviderDown("refused")
    return told


def _send(method: str, path: str, data: Mapping[str, Any] | None, none_for: frozenset[int]) -> Any:
    url = settings.PAYMENT_URL.rstrip("/") + path
    body = b"" if data is None else json.dumps(data).encode()
    stamp = str(int(time.time()))
    answer = requests.request(
        method,
        url,
        data=body,
        headers={
            "Content-Type": "application/json",
            "X-Merchant": settings.PAYMENT_MERCHANT,
            "X-Timestamp": stamp,
            "X-Signature": _signature(method, urlsplit(url).path, stamp, body),
        },
        timeout=settings.PAYMENT_TIMEOUT_SECONDS,
        allow_redirects=False,
    )
    if answer.status_code in none_for:
        return None
    if answer.status_code == 422:
        return _REFUSED  # it works and answers: no trouble for the breaker
    if answer.status_code not in {200, 201}:
        raise _Unavailable(f"status {answer.status_code}")
    try:
        return answer.json()
    except ValueError as error:
        raise _Unavailable("nonsense") from error


def _answer(told: Any, reference: str) -> Answer:
    """Read what the platform says; what names another payment or no known state says nothing."""
    if not isinstance(told, dict) or told.get("reference") != reference:
        raise ProviderDown("reference")
    try:
        state = Told(str(told.get("state")))
    except ValueError:
        raise ProviderDown("state") from None
    if state is not Told.PAID:
        return Answer(state, external_id=_text(told, "id"))
    return Answer(state, _number(told, "paid_amount"), _text(told, "id"), _instant(told, "paid_at"))


def _text(told: Any, name: str) -> str:
    value = told.get(name) if isinstance(told, dict) else None
    if not isinstance(value, str) or not 0 < len(value) <= 600:
        raise ProviderDown(name)
    return value


def _number(told: Any, name: str) -> int:
    value = told.get(name) if isinstance(told, dict) else None
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProviderDown(name)
    return value


def _instant(told: Any, name: str) -> datetime:
    try:
        value = datetime.fromisoformat(_text(told, name))
    except ValueError:
        raise ProviderDown(name) from None
    if value.tzinfo is None:
        raise ProviderDown(name)
    return value

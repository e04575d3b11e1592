"""Call-backs: signed, and sent badly when the fault says so."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from urllib.parse import urlsplit

import requests

from motcua.exchange.simulators.host import fault_of
from motcua.exchange.simulators.payments.book import Payment

SECRETS = {"motcua": "motcua-simulator"}
WINDOW = 300
TIMES = {"lose": 0, "repeat": 3}


def signature(merchant: str, *, method: str, path: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a request."""
    text = "\n".join((method, path, timestamp, hashlib.sha256(body).hexdigest()))
    key = SECRETS.get(merchant, "").encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def call_back(payment: Payment) -> None:
    """Tell the merchant how a payment ended, from a thread of its own."""
    fault = fault_of("payments")
    thread = threading.Thread(
        target=_send, args=(payment, fault.mode, min(fault.seconds, 20.0)), daemon=True
    )
    thread.start()


def _send(payment: Payment, mode: str, seconds: float) -> None:
    if mode == "delay":
        time.sleep(seconds)
    for _time in range(TIMES.get(mode, 1)):
        _post(payment, forged=False)
    if mode == "forge":
        _post(payment, forged=True)


def _post(payment: Payment, *, forged: bool) -> None:
    data = {
        "reference": payment.reference,
        "id": payment.id,
        "state": "paid" if forged else payment.state,
        "amount": payment.amount,
    }
    body = json.dumps(data).encode()
    stamp = str(int(time.time()))
    path = urlsplit(payment.callback_url).path
    sign = signature(payment.merchant, method="POST", path=path, timestamp=stamp, body=body)
    headers = {
        "Content-Type": "application/json",
        "X-Merchant": payment.merchant,
        "X-Timestamp": stamp,
        "X-Signature": "0" * 64 if forged else sign,
    }
    try:
        requests.post(payment.callback_url, data=body, headers=headers, timeout=10)
    except requests.RequestException:
        return  # the merchant asks again by itself

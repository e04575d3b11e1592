"""Whoever signs out here is signed out at the asking side too (Back-Channel Logout 1.0)."""

from __future__ import annotations

import logging
import time
import uuid
from typing import Any

import requests
from allauth.idp.oidc.models import Client
from django.contrib.auth.signals import user_logged_out

from motcua.exchange.simulators.host import own_url
from motcua.exchange.simulators.identity.middleware import token_sign
from motcua.exchange.simulators.identity.people import BY_KEY

log = logging.getLogger(__name__)
EVENT = "http://schemas.openid.net/event/backchannel-logout"
BACK_CHANNEL = "backchannel_logout_uri"


def logout_token(client_id: str, sub: str, **over: Any) -> str:
    """Return a logout token for one asking side."""
    now = int(time.time())
    claims = {
        "iss": f"{own_url()}/identity",
        "aud": client_id,
        "iat": now,
        "exp": now + 120,
        "jti": uuid.uuid4().hex,
        "sub": sub,
        "events": {EVENT: {}},
        **over,
    }
    return token_sign(claims, typ="logout+jwt")


def tell(sub: str) -> int:
    """Tell every asking side that this person signed out; return how many took note."""
    told = 0
    for client in Client.objects.all():
        for address in (client.data or {}).get(BACK_CHANNEL, ()):
            try:
                answer = requests.post(
                    address, data={"logout_token": logout_token(client.id, sub)}, timeout=3
                )
                told += answer.ok
            except requests.RequestException as error:
                log.warning("nobody to tell at %s: %s", address, type(error).__name__)
    return told


def signed_out(sender: object, user: Any = None, **more: object) -> None:
    """Tell it when a sample person signs out."""
    del sender, more
    if user is not None and user.username in BY_KEY:
        tell(BY_KEY[user.username].claims["TechID"])


def connect() -> None:
    """Connect once, from `ready`."""
    user_logged_out.connect(signed_out, dispatch_uid="simulated_identity.signed_out")

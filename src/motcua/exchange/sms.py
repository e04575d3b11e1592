"""Text messages by an HTTP gateway: the adapter of the notices' channel.

`POST {url}/messages` with `{"to", "text", "reference"}` and a bearer token. The gateway answers
202 with its `id`, and the same for a reference that it knows: a repetition is no second message.
"""

from __future__ import annotations

import requests
from django.conf import settings

from motcua.kernel.breaker import Breaker, CircuitOpen
from motcua.notices.channels import AddressRefused, ChannelDown, Outgoing, channel_register
from motcua.notices.types import Channel

TIMEOUT_SECONDS = 8
GOOD = frozenset({200, 201, 202})
REFUSED = frozenset({404, 410, 422})  # a number that does not exist or takes no messages
breaker = Breaker()


class _Unavailable(Exception):
    """The gateway answered, but not with an answer."""


class Sms:
    """Sends through the gateway that `MOTCUA_SMS_URL` names."""

    def send(self, message: Outgoing) -> str:
        """Hand one text message over."""
        trouble = (requests.RequestException, _Unavailable)
        try:
            with breaker.call(*trouble):
                return _post(message)
        except CircuitOpen as open_:
            raise ChannelDown("breaker") from open_
        except trouble as error:
            raise ChannelDown(str(error)[:40] or type(error).__name__) from error


def _post(message: Outgoing) -> str:
    answer = requests.post(
        f"{settings.SMS_URL.rstrip('/')}/messages",
        json={"to": message.address, "text": message.text, "reference": message.reference},
        headers={"Authorization": f"Bearer {settings.SMS_TOKEN}"},
        timeout=TIMEOUT_SECONDS,
        allow_redirects=False,
    )
    if answer.status_code in REFUSED:
        raise AddressRefused(str(answer.status_code))
    if answer.status_code not in GOOD:
        raise _Unavailable(f"status {answer.status_code}")
    try:
        return str(answer.json()["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise _Unavailable("nonsense") from error


def register() -> None:
    """Send text messages where a gateway is configured; once, from `ExchangeConfig.ready`."""
    if settings.SMS_URL:
        channel_register(Channel.SMS, Sms())

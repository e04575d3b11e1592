"""E-mail by SMTP (RFC 5321): the adapter of the notices' channel."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from motcua.kernel.breaker import Breaker, CircuitOpen
from motcua.notices.channels import AddressRefused, ChannelDown, Outgoing, channel_register
from motcua.notices.types import Channel

TIMEOUT_SECONDS = 10
PERMANENT = 500  # reply codes from here on would be the same next time
breaker = Breaker()
_TROUBLE = (OSError, smtplib.SMTPException)


class Mail:
    """Sends through the server that `MOTCUA_SMTP_URL` names."""

    def send(self, message: Outgoing) -> str:
        """Hand one e-mail over; the Message-ID holds the reference, so a repetition shows."""
        host = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
        identifier = f"<{message.reference}@{host}>"
        mail = EmailMessage(
            subject=message.title,
            body=message.text,
            from_email=settings.MAIL_FROM,
            to=[message.address],
            headers={
                "Message-ID": identifier,
                "Auto-Submitted": "auto-generated",  # RFC 3834: no answers by machines
                "Content-Language": message.language,
            },
            connection=server(settings.SMTP_URL),
        )
        try:
            with breaker.call(smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError):
                mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            if code >= PERMANENT:
                raise AddressRefused(str(code)) from refused
            raise ChannelDown(str(code)) from refused
        except CircuitOpen as open_:
            raise ChannelDown("breaker") from open_
        except _TROUBLE as trouble:
            raise ChannelDown(type(trouble).__name__) from trouble
        return identifier


def server(url: str) -> BaseEmailBackend:
    """Return the connection of `smtp://user:password@host:port?tls=1` (or `smtps://…`)."""
    parts = urlsplit(url)
    implicit = parts.scheme == "smtps"
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname or "localhost",
        port=parts.port or (465 if implicit else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=implicit,
        use_tls=parse_qs(parts.query).get("tls") == ["1"],
        timeout=TIMEOUT_SECONDS,
    )


def register() -> None:
    """Send e-mail where a server is configured; once, from `ExchangeConfig.ready`."""
    if settings.SMTP_URL:
        channel_register(Channel.EMAIL, Mail())

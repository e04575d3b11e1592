"""Reactions to Django's own sign-in signals: time stamps of the session, the security log."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from motcua.identity.assurance import FRESH_AT, SEEN_AT, SIGNED_IN_AT
from motcua.identity.queries import account_find
from motcua.kernel import clock
from motcua.kernel.signing import keyed_digest

log = logging.getLogger("motcua.security")


def signed_in(request: HttpRequest, user: Any, **_: Any) -> None:
    """Start the clocks of the session."""
    stamp = clock.now().timestamp()
    for mark in (SIGNED_IN_AT, SEEN_AT, FRESH_AT):
        request.session[mark] = stamp
    log.info("signed in: account %s", user.pk)


def signed_out(user: Any, **_: Any) -> None:
    """Log it."""
    log.info("signed out: account %s", getattr(user, "pk", None))


def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Log whose account it was; of a name that nobody has, only a digest.

    People type their card number or their password into the wrong field (threat T20); the digest
    still shows the same name tried again and again.
    """
    typed = str(credentials.get("username"))
    account = account_find(typed.replace("\x00", "")[:80])
    if account is not None:
        log.warning("sign-in failed: account %s", account.id)
    else:
        log.warning("sign-in failed: unknown name %s", keyed_digest("log", typed).hex()[:12])


def connect() -> None:
    """Connect once, from `IdentityConfig.ready`."""
    user_logged_in.connect(signed_in, dispatch_uid="motcua.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="motcua.signed_out")
    user_login_failed.connect(sign_in_failed, dispatch_uid="motcua.sign_in_failed")

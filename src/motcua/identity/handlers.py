"""Reactions to Django's own sign-in signals: time stamps of the session, the security log."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from motcua.identity.middleware import SEEN_AT, SIGNED_IN_AT
from motcua.kernel import clock

log = logging.getLogger("motcua.security")


def signed_in(request: HttpRequest, user: Any, **_: Any) -> None:
    """Start the two clocks of the session."""
    stamp = clock.now().timestamp()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = stamp
    log.info("signed in: account %s", user.pk)


def signed_out(user: Any, **_: Any) -> None:
    """Log it."""
    log.info("signed out: account %s", getattr(user, "pk", None))


def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Log it; %r keeps line breaks of a typed user name out of the log."""
    log.warning("sign-in failed: %r", str(credentials.get("username"))[:80])


def connect() -> None:
    """Connect once, from `IdentityConfig.ready`."""
    user_logged_in.connect(signed_in, dispatch_uid="motcua.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="motcua.signed_out")
    user_login_failed.connect(sign_in_failed, dispatch_uid="motcua.sign_in_failed")

"""Passwords are checked here; the throttle of django-axes stands before it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest


class AccountBackend(ModelBackend):
    """Django's backend; asked at sign-in and at every request of a session."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """Check name and password; note on the request when only idleness keeps somebody out."""
        self.request = request
        return super().authenticate(request, username, password, **kwargs)

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse deactivated accounts, and sample accounts outside the demo."""
        request: Any = getattr(self, "request", None)
        if not user.is_active and user.closed_idle and request is not None:
            # Asked only after the password was right: a stranger learns nothing.
            request.account_closed_idle = True
        return bool(user.is_active) and (settings.DEMO or not user.is_sample)

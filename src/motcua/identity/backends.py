"""Passwords are checked here; the throttle of django-axes stands before it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class AccountBackend(ModelBackend):
    """Django's backend; asked at sign-in and at every request of a session."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse deactivated accounts, and sample accounts outside the demo."""
        return bool(user.is_active) and (settings.DEMO or not user.is_sample)

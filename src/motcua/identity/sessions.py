"""Django's database sessions, with the account beside the data (settings: SESSION_ENGINE)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY, get_user_model, update_session_auth_hash
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest


class SessionStore(DatabaseStore):
    """A store whose rows can be found by account."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the table; imported late because applications load after settings."""
        from motcua.identity.models import Session

        return Session

    def create_model_instance(self, data: Any) -> Any:
        """Return the row to be written."""
        row: Any = super().create_model_instance(data)
        account_id = data.get(SESSION_KEY)
        row.account_id = int(account_id) if account_id is not None else None
        return row


def session_keep(request: HttpRequest) -> None:
    """Keep the present session after its account's password changed, under a new key."""
    account = get_user_model().objects.get(pk=int(request.session[SESSION_KEY]))
    update_session_auth_hash(request, account)

"""Django's database sessions, with the account beside the data (settings: SESSION_ENGINE)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


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

"""Periodic work of identity: accounts that nobody uses are closed, every night."""

from __future__ import annotations

from django.conf import settings

from motcua.identity.services import accounts_close_idle
from motcua.kernel.jobs import every


@every("40 3 * * *", name="accounts_idle")
def accounts_idle() -> None:
    """Close the accounts that nobody has signed in to for too long."""
    accounts_close_idle(days=settings.IDLE_ACCOUNT_DAYS)

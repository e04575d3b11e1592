"""Periodic work of filing: drafts that nobody touches any more, every night."""

from __future__ import annotations

from motcua.filing.services.expire import drafts_expire
from motcua.kernel.jobs import every


@every("20 3 * * *", name="drafts_expire")
def expire() -> None:
    """Warn of drafts that end soon, put the ended ones away, forget the old ones."""
    drafts_expire()

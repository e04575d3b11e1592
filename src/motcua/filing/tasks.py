"""Periodic work of filing: drafts that nobody touches any more, what ran out."""

from __future__ import annotations

from motcua.filing.services.expire import drafts_expire
from motcua.filing.services.export import exports_forget
from motcua.filing.services.shares import shares_tidy
from motcua.kernel.jobs import every


@every("20 3 * * *", name="drafts_expire")
def expire() -> None:
    """Warn of drafts that end soon, put the ended ones away, forget the old ones."""
    drafts_expire()


@every("*/15 * * * *", name="exports_forget")
def exports() -> None:
    """Remove downloads of all data whose day is over."""
    exports_forget()


@every("50 * * * *", name="shares_tidy")
def shares() -> None:
    """Close what was shown at counters and ran out; forget old codes."""
    shares_tidy()

"""Reactions of the notices to what happens below: officials are told about their own accounts."""

from __future__ import annotations

from motcua.identity.events import FactorReset
from motcua.kernel.events import listen
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Channel, Notice, Recipient


def factor_reset(event: FactorReset) -> None:
    """Tell an official by e-mail; without an address the next sign-in tells it all the same."""
    notice = Notice(
        key=f"factor-reset:{event.record_id}",
        template="factor_reset",
        recipient=Recipient(email=event.email, ways=frozenset({Channel.EMAIL})),
        subject=f"account:{event.account_id}",
        values={"reset_at": event.at.isoformat()},
        urgent=True,
    )
    with scope_use(SYSTEM):
        notice_send(notice)


def connect() -> None:
    """Connect once, from `NoticesConfig.ready`."""
    listen(FactorReset, factor_reset)

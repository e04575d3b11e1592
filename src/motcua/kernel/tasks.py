"""Periodic work of the kernel: deliver the outbox, tidy up after dead workers."""

from __future__ import annotations

from motcua.kernel.budget import budgets_tidy
from motcua.kernel.jobs import every, jobs_tidy
from motcua.kernel.outbox import outbox_deliver


@every("* * * * * */5", name="outbox")
def outbox() -> None:
    """Deliver what is open; a full batch is followed by the next one at once."""
    while outbox_deliver(limit=100) == 100:
        pass


@every("* * * * *", name="tidy")
def tidy() -> None:
    """Give up the jobs of dead workers, forget budgets that count no more."""
    jobs_tidy()
    budgets_tidy()

"""Periodic work of the kernel: deliver the outbox, tidy up after dead workers, forget."""

from __future__ import annotations

from motcua.kernel.budget import budgets_tidy
from motcua.kernel.idempotency import keys_forget
from motcua.kernel.jobs import every, jobs_tidy
from motcua.kernel.outbox import outbox_deliver, outbox_forget


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


@every("20 19 * * *", name="forget")
def forget() -> None:
    """Once a night (02:20 in Hà Nội) remove delivered messages and old idempotency keys."""
    outbox_forget()
    keys_forget()

"""Periodic work of the reception: numbers end when their hall closes; appointments are reminded."""

from __future__ import annotations

from motcua.kernel.jobs import every
from motcua.reception.services import appointments_sweep, halls_close, reminders_send


@every("*/2 * * * *", name="halls-close")
def halls_end() -> None:
    """End the numbers of the halls that have closed."""
    halls_close()


@every("*/5 * * * *", name="appointments")
def appointments() -> None:
    """Remind whoever comes soon, and end what nobody came to."""
    reminders_send()
    appointments_sweep()

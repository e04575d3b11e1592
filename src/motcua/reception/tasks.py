"""Periodic work: numbers end with their hall, appointments are reminded, requests erased."""

from __future__ import annotations

from motcua.kernel.jobs import every
from motcua.reception.services import (
    appointments_sweep,
    halls_close,
    reminders_send,
    visits_erase,
)
from motcua.reception.services.interim_slips import interim_forget
from motcua.reception.services.walls_ending import walls_ending_tell


@every("*/2 * * * *", name="halls-close")
def halls_end() -> None:
    """End the numbers of the halls that have closed."""
    halls_close()


@every("*/5 * * * *", name="appointments")
def appointments() -> None:
    """Remind whoever comes soon, and end what nobody came to."""
    reminders_send()
    appointments_sweep()


@every("25 1-9 * * *", name="walls-ending")
def walls_end() -> None:
    """Tell by day, once, that the link of a wall screen ends soon."""
    walls_ending_tell()


@every("50 3 * * *", name="interim-forget")
def interim() -> None:
    """Erase what is personal in interim slips that were decided long ago."""
    interim_forget()


@every("40 3 * * *", name="visits-erase")
def visits() -> None:
    """Erase what is personal in requests for a visit that ended long ago."""
    visits_erase()

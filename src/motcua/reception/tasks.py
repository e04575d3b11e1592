"""Periodic work of the reception: numbers end when their hall closes."""

from __future__ import annotations

from motcua.kernel.jobs import every
from motcua.reception.services import halls_close


@every("*/2 * * * *", name="halls-close")
def halls_end() -> None:
    """End the numbers of the halls that have closed."""
    halls_close()

"""Periodic work of the notices: deliver what is due."""

from __future__ import annotations

from motcua.kernel.jobs import every
from motcua.notices.services import deliveries_run


@every("* * * * * */5", name="notices")
def notices() -> None:
    """Deliver; a full batch is followed by the next one at once."""
    while deliveries_run(limit=100) == 100:
        pass

"""Periodic work: corrective actions are reminded."""

from __future__ import annotations

from motcua.kernel.jobs import every
from motcua.quality.services.reminders import actions_sweep


@every("11,41 * * * *", name="corrective-actions")
def actions() -> None:
    """Remind of corrective actions; each unit in its working hours."""
    actions_sweep()

"""Periodic work of the processes: timers whose time is over, services to be called."""

from __future__ import annotations

from motcua.kernel import clock
from motcua.kernel.jobs import every
from motcua.workflow.services.calls import calls_run
from motcua.workflow.services.timers import timers_fire


@every("* * * * *", name="process_timers")
def timers() -> None:
    """Go on wherever a time is over."""
    timers_fire(at=clock.now())


@every("* * * * * */10", name="process_services", alone=True)
def services() -> None:
    """Call every service whose time has come."""
    calls_run()

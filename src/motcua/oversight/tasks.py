"""Periodic work: the weekly brief makes itself, and so do the reports of the schedule."""

from __future__ import annotations

from motcua.kernel.jobs import every
from motcua.oversight.frozen.services.scheduling import reports_draw_up
from motcua.oversight.frozen.services.working import orders_work
from motcua.oversight.services.briefs import briefs_make, commune_briefs_make
from motcua.oversight.services.reminding import answers_remind
from motcua.oversight.signals.services.raising import signals_raise
from motcua.oversight.signals.services.reading import BATCH, signals_follow


@every("7 0-9 * * 1", name="weekly-briefs")
def briefs() -> None:
    """Make last week's briefs on Monday morning; whatever was made stays."""
    briefs_make()
    commune_briefs_make()


@every("12,42 * * * *", name="frozen-reports", alone=True)
def reports() -> None:
    """Ask for every report whose day has come; whatever is there stays."""
    reports_draw_up()


@every("* * * * * */5", name="frozen-orders", alone=True)
def orders() -> None:
    """Freeze and send what was asked for: by a person, by the schedule."""
    orders_work()


@every("*/10 * * * *", name="signals-read", alone=True)
def signals() -> None:
    """Note what the signals find in new events."""
    while signals_follow() == BATCH:
        pass


@every("40 17-22 * * *", name="signals-raise", alone=True)
def signals_night() -> None:
    """Raise what stands out; hourly through the night, because a worker may have been away."""
    signals_raise()


@every("21,51 * * * *", name="owed-answers", alone=True)
def answers() -> None:
    """Remind whoever owes an answer in the register of difficulties; each in working hours."""
    answers_remind()

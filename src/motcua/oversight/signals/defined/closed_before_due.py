"""A dossier closed without a result just before the due instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.types import FactType
from motcua.oversight.signals.definition import (
    CLOSED,
    Example,
    Found,
    Life,
    Parameter,
    Signal,
    Values,
    ends_accepted,
    just_before_due,
)
from motcua.oversight.signals.sample import CLERK, LEADER, accepted, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each end of a dossier that had been accepted."""
    for step in one.steps:
        if ends_accepted(step):
            late = step.fact.type in CLOSED and just_before_due(step, on(step.fact.at))
            yield Found(step.seq, step.fact.at, late, (step.seq,), step.account_id)


SIGNAL = Signal(
    id="closed-before-due",
    name=_("Closed without a result just before the due time"),
    words=_(
        "The dossier was withdrawn or stopped in the last day before the due time, and in the last"
        " quarter of the whole time. It counts as ended in time and left no result."
    ),
    base=_("dossiers that ended after their acceptance"),
    unseen=_("Whether the applicant truly wanted it: a call to a few of them tells."),
    look=look,
    parameters=(
        Parameter(
            "before_due",
            timedelta(hours=24),
            date(2025, 7, 1),
            _("Own reading: people change their minds on any day, not in the last hours."),
        ),
    ),
    example=Example(
        lives=(
            life(*accepted((FactType.WITHDRAWN, 10, CLERK))),
            life(*accepted((FactType.WITHDRAWN, 110, CLERK))),
            life(*accepted((FactType.STOPPED, 118, LEADER, 0, {"kind": "final"}))),
            life(*accepted((FactType.DONE, 118, CLERK))),
        ),
        cases=((), (4,), (4,), ()),
        exposed=4,
    ),
)

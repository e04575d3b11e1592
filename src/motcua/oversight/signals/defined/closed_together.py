"""Many dossiers closed without a result at once."""

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
)
from motcua.oversight.signals.sample import CLERK, accepted, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each end of a dossier that had been accepted."""
    del on
    for step in one.steps:
        if ends_accepted(step):
            closed = step.fact.type in CLOSED
            yield Found(step.seq, step.fact.at, closed, (step.seq,), step.account_id)


_SINCE = date(2025, 7, 1)
SIGNAL = Signal(
    id="closed-together",
    name=_("Many closed without a result at once"),
    words=_("At least ten dossiers of the unit were withdrawn or stopped within an hour."),
    base=_("dossiers that ended after their acceptance"),
    unseen=_("The same number, spread over the day."),
    look=look,
    parameters=(
        Parameter("together", 10, _SINCE, _("Own reading: applicants do not come in tens.")),
        Parameter("within", timedelta(hours=1), _SINCE, _("Own reading: one sitting.")),
    ),
    example=Example(
        lives=(
            life(*accepted((FactType.WITHDRAWN, 10, CLERK))),
            life(*accepted((FactType.DONE, 20, CLERK))),
        ),
        cases=((4,), ()),
        exposed=2,
    ),
)

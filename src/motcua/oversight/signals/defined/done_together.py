"""Many results clicked at once just before the month is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.types import FactType
from motcua.kernel.clock import LEGAL_ZONE
from motcua.oversight.signals.definition import Example, Found, Life, Parameter, Signal, Values
from motcua.oversight.signals.sample import CLERK, accepted, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each result; in the last days of a month it may be part of a burst."""
    for step in one.steps:
        if step.fact.type is FactType.DONE:
            here = step.fact.at.astimezone(LEGAL_ZONE)
            ahead = here + timedelta(days=on(step.fact.at).number("days"))
            last = ahead.month != here.month
            yield Found(step.seq, step.fact.at, last, (step.seq,), step.account_id)


_SINCE = date(2025, 7, 1)
SIGNAL = Signal(
    id="done-together",
    name=_("Many completed at once at the end of the month"),
    words=_(
        "In the last three days of a month at least twenty results of the unit were issued within"
        " a quarter of an hour. Signing many at once is lawful and common: what stands out is a"
        " unit that does it before the figures are cut off far more than others."
    ),
    base=_("results issued"),
    unseen=_("Whether the applicant had the result on that day: compare with the handing over."),
    look=look,
    parameters=(
        Parameter("days", 3, _SINCE, _("Own reading: the last working day lies among them.")),
        Parameter("together", 20, _SINCE, _("Own reading: two or three officers cannot read so.")),
        Parameter("within", timedelta(minutes=15), _SINCE, _("Own reading: one sitting.")),
    ),
    example=Example(
        lives=(
            life(*accepted((FactType.DONE, 24, CLERK))),
            life(*accepted((FactType.DONE, 24 * 22 + 8, CLERK))),
        ),
        cases=((), (4,)),
        exposed=2,
    ),
)

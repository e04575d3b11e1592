"""Due instants moved away for many dossiers at once, when they would have been late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.types import FactType
from motcua.oversight.signals.definition import (
    Example,
    Found,
    Life,
    Parameter,
    Signal,
    Step,
    Values,
    left,
)
from motcua.oversight.signals.sample import accepted, hour, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each acceptance as the base, and each due instant that was moved to the rescue."""
    for step in one.steps:
        if step.fact.type is FactType.ACCEPTED:
            yield Found(step.seq, step.fact.at)
        elif step.fact.type is FactType.DUE_CHANGED and _rescued(step, on(step.fact.at)):
            yield Found(step.seq, step.fact.at, True, (step.seq,), step.account_id, exposed=0)


def _rescued(step: Step, values: Values) -> bool:
    rest, before, after = left(step), step.before.due_at, step.after.due_at
    if rest is None or before is None or after is None:
        return False
    return after > before and rest <= values.span("before_due")


_SINCE = date(2025, 7, 1)
SIGNAL = Signal(
    id="due-moved",
    name=_("Due times moved for many dossiers at once"),
    words=_(
        "Due times of at least five dossiers were moved to a later time within an hour, each of"
        " them overdue already or due within a day. A calendar that is corrected afterwards does"
        " so; if it was the whole country's, all units have it and none stands out."
    ),
    base=_("dossiers accepted"),
    apart=True,
    unseen=_("A calendar that was wrong from the beginning."),
    look=look,
    parameters=(
        Parameter("together", 5, _SINCE, _("Own reading: fewer may be a repair.")),
        Parameter("within", timedelta(hours=1), _SINCE, _("Own reading: one change.")),
        Parameter(
            "before_due",
            timedelta(hours=24),
            _SINCE,
            _("Own reading: a holiday is known earlier than on the eve of the due day."),
        ),
    ),
    example=Example(
        lives=tuple(
            life(*accepted((FactType.DUE_CHANGED, at, None, 0, {"due_at": hour(to).isoformat()})))
            for at, to in ((20, 144), (118, 144), (130, 144), (118, 119))
        ),
        cases=((), (4,), (4,), ()),
        exposed=4,
    ),
)

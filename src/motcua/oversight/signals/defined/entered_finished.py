"""A dossier that was entered only when it was finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.types import FactType
from motcua.oversight.signals.definition import Example, Found, Life, Parameter, Signal, Values
from motcua.oversight.signals.sample import CLERK, accepted, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each result of a matter for which the law leaves days."""
    if one.imported or one.on_slip:
        return
    first = one.steps[0]
    for step in one.steps:
        begun, due = step.before.accepted_at, step.before.due_original_at
        if step.fact.type is not FactType.DONE or begun is None or due is None:
            continue
        values = on(step.fact.at)
        if due - begun < values.span("limit"):
            continue
        quick = step.recorded_at - first.recorded_at <= values.span("minutes")
        yield Found(step.seq, step.fact.at, quick, (first.seq, step.seq), step.account_id)


_SINCE = date(2025, 7, 1)
SIGNAL = Signal(
    id="entered-finished",
    name=_("Entered only when it was finished"),
    words=_(
        "A matter for which the law leaves two days or more was entered and completed within"
        " fifteen minutes: perhaps it was taken in and worked on outside the system, where no"
        " clock ran."
    ),
    base=_("results of matters with two days or more"),
    unseen=_("A dossier that was entered when it was nearly finished."),
    look=look,
    parameters=(
        Parameter("limit", timedelta(hours=48), _SINCE, _("Own reading: not same-day matters.")),
        Parameter(
            "minutes", timedelta(minutes=15), _SINCE, _("Own reading: four acts by three persons.")
        ),
    ),
    example=Example(
        lives=(
            life(*accepted((FactType.DONE, 0.1, CLERK))),
            life(*accepted((FactType.DONE, 30, CLERK))),
            life(*accepted((FactType.DONE, 0.1, CLERK)), on_slip=True),
        ),
        cases=((4,), (), ()),
        exposed=2,
    ),
)

"""A result that bears an earlier instant than the act, or than it was entered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.types import FactType
from motcua.oversight.signals.definition import Example, Found, Life, Parameter, Signal, Values
from motcua.oversight.signals.sample import CLERK, LEADER, accepted, life

ACTS = frozenset({FactType.APPRAISED, FactType.APPROVED, FactType.SIGNED})


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each result."""
    acts: tuple[tuple[int, datetime], ...] = ()
    for step in one.steps:
        if step.fact.type in ACTS:
            acts = (*acts, (step.seq, step.fact.at))
        elif step.fact.type is FactType.DONE:
            later = tuple(seq for seq, at in acts if at > step.fact.at)
            lag = step.recorded_at - step.fact.at
            entered = not one.imported and lag > on(step.recorded_at).span("after")
            case = bool(later) or entered
            at = step.fact.at if one.imported else step.recorded_at
            yield Found(step.seq, at, case, (*later, step.seq), step.account_id)


SIGNAL = Signal(
    id="result-back-dated",
    name=_("Result dated earlier than the act"),
    words=_(
        "The result bears an instant before the appraisal, the approval or the signature, or more"
        " than an hour before it was entered. Pages cannot do this: it takes a server whose clock"
        " was set back, or an import."
    ),
    base=_("results issued"),
    unseen=_("A date that is written in the text of the result only."),
    look=look,
    parameters=(
        Parameter(
            "after",
            timedelta(hours=1),
            date(2025, 7, 1),
            _("Own reading: clocks of servers differ by seconds, not by an hour."),
        ),
    ),
    example=Example(
        lives=(
            life(*accepted((FactType.APPROVED, 40, LEADER), (FactType.DONE, 41, CLERK))),
            life(*accepted((FactType.APPROVED, 40, LEADER), (FactType.DONE, 39, CLERK))),
            life(*accepted((FactType.DONE, 41, CLERK, 5))),
            life(*accepted((FactType.DONE, 41, CLERK, 500)), imported=True),
        ),
        cases=((), (5,), (4,), ()),
        exposed=4,
    ),
)

"""One officer takes in and ends within seconds."""

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
    ends_accepted,
)
from motcua.oversight.signals.sample import COUNTER, LEADER, accepted, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each end; compared are the instants of entering, which nobody chooses."""
    if one.imported:
        return
    begun: Step | None = None
    for step in one.steps:
        if step.fact.type in (FactType.SUBMITTED, FactType.ACCEPTED):
            begun = step
        elif begun is not None and (ends_accepted(step) or step.fact.type is FactType.REFUSED):
            same = step.account_id is not None and step.account_id == begun.account_id
            quick = step.recorded_at - begun.recorded_at <= on(step.fact.at).span("seconds")
            seqs = (begun.seq, step.seq)
            yield Found(step.seq, step.fact.at, same and quick, seqs, step.account_id)


SIGNAL = Signal(
    id="ended-in-seconds",
    name=_("Taken in and ended within seconds by one officer"),
    words=_(
        "The same account entered a dossier or accepted it, and refused, stopped, withdrew or"
        " completed it at most a minute later. Nobody reads a dossier so fast."
    ),
    base=_("dossiers that were refused or ended"),
    unseen=_("Two persons who do it side by side, or one who waits two minutes."),
    look=look,
    parameters=(
        Parameter(
            "seconds",
            timedelta(seconds=60),
            date(2025, 7, 1),
            _("Own reading: a common dossier takes about a minute of typing alone."),
        ),
    ),
    at_counter=True,
    example=Example(
        lives=(
            life(
                (FactType.SUBMITTED, 0, COUNTER, 0, {}),
                (FactType.REFUSED, 0.01, COUNTER),
            ),
            life((FactType.SUBMITTED, 0, None, 0, {}), (FactType.REFUSED, 0.01, COUNTER)),
            life(*accepted((FactType.STOPPED, 0.01, COUNTER, 0, {"kind": "final"}))),
            life(*accepted((FactType.STOPPED, 0.01, LEADER, 0, {"kind": "final"}))),
            life(*accepted((FactType.DONE, 30, COUNTER))),
        ),
        cases=((2,), (), (4,), (), ()),
        exposed=5,
    ),
)

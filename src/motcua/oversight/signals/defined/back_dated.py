"""Acceptance entered long after the instant that it claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.types import FactType
from motcua.oversight.signals.definition import Example, Found, Life, Parameter, Signal, Values
from motcua.oversight.signals.sample import accepted, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each acceptance that was made here and has no slip."""
    if one.imported or one.on_slip:
        return
    for step in one.steps:
        if step.fact.type is FactType.ACCEPTED:
            late = step.recorded_at - step.fact.at > on(step.recorded_at).span("after")
            yield Found(step.seq, step.recorded_at, late, (step.seq,), step.account_id)


SIGNAL = Signal(
    id="back-dated",
    name=_("Acceptance entered back-dated"),
    words=_(
        "The acceptance was entered more than a day after the instant that it claims, and no"
        " numbered slip of a counter without a line or without power stands for that instant."
    ),
    base=_("acceptances entered here without a slip"),
    unseen=_("A dossier that was kept in a drawer and then entered with the day of its entering."),
    look=look,
    parameters=(
        Parameter(
            "after",
            timedelta(hours=24),
            date(2025, 7, 1),
            _("Own reading: whoever has a line enters on the same day; a day more is left."),
        ),
    ),
    at_counter=True,
    example=Example(
        lives=(
            life(*accepted()),
            life(*accepted(after=30)),
            life(*accepted(after=30), on_slip=True),
            life(*accepted(after=900), imported=True),
        ),
        cases=((), (2,), (), ()),
        exposed=2,
    ),
)

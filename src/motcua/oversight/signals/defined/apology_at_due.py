"""An apology with a new date at the very due instant."""

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
    Values,
    left,
)
from motcua.oversight.signals.sample import LEADER, accepted, hour, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each apology."""
    for step in one.steps:
        if step.fact.type is FactType.APOLOGISED:
            rest = left(step)
            near = rest is not None and abs(rest) <= on(step.fact.at).span("around_due")
            yield Found(step.seq, step.fact.at, near, (step.seq,), step.account_id)


_SAID = {"cause": "workload", "promised_at": hour(200).isoformat()}
SIGNAL = Signal(
    id="apology-at-due",
    name=_("Apology at the very due time"),
    words=_(
        "The apology with a new date (form 04) was issued within four hours of the due time,"
        " although it belongs at least one working day before it."
    ),
    base=_("apologies with a new date"),
    unseen=_("Dossiers that are late without any apology: those are a list of their own."),
    look=look,
    parameters=(
        Parameter(
            "around_due",
            timedelta(hours=4),
            date(2025, 7, 1),
            _("Decree 61/2018/NĐ-CP, article 19: before the due time; half a day is our reading."),
        ),
    ),
    example=Example(
        lives=tuple(
            life(*accepted((FactType.APOLOGISED, at, LEADER, 0, _SAID))) for at in (60, 118, 140)
        ),
        cases=((), (4,), ()),
        exposed=3,
    ),
)

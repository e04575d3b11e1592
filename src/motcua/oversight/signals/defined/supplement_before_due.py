"""A supplement asked for just before the due instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.types import FactType, Phase
from motcua.oversight.signals.definition import (
    Example,
    Found,
    Life,
    Parameter,
    Signal,
    Values,
    just_before_due,
)
from motcua.oversight.signals.sample import LEADER, accepted, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each request for a supplement during appraisal."""
    for step in one.steps:
        if step.fact.type is FactType.SUPPLEMENT_REQUESTED and step.after.phase is Phase.APPRAISAL:
            late = just_before_due(step, on(step.fact.at))
            yield Found(step.seq, step.fact.at, late, (step.seq,), step.account_id)


_ASKED = FactType.SUPPLEMENT_REQUESTED
_PHASE = {"phase": "appraisal"}
SIGNAL = Signal(
    id="supplement-before-due",
    name=_("Supplement asked for just before the due time"),
    words=_(
        "During appraisal a supplement was asked for in the last day before the due time, and in"
        " the last quarter of the whole time: from then on the clock stood still."
    ),
    base=_("requests for a supplement during appraisal"),
    unseen=_("Whether the paper was really missing: only its reason, and whoever reads it, tell."),
    look=look,
    parameters=(
        Parameter(
            "before_due",
            timedelta(hours=24),
            date(2025, 7, 1),
            _("Own reading: what is missing shows when the appraisal begins, not when it is due."),
        ),
    ),
    example=Example(
        lives=(
            life(*accepted((_ASKED, 20, LEADER, 0, _PHASE))),
            life(*accepted((_ASKED, 119, LEADER, 0, _PHASE))),
            life(*accepted((_ASKED, 121, LEADER, 0, _PHASE))),
        ),
        cases=((), (4,), ()),
        exposed=3,
    ),
)

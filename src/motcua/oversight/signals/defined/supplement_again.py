"""A supplement asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.types import FactType, Phase
from motcua.oversight.signals.definition import Example, Found, Life, Signal, Values
from motcua.oversight.signals.sample import COUNTER, LEADER, accepted, hour, life


def look(one: Life, on: Callable[[datetime], Values]) -> Iterator[Found]:
    """Yield each request for a supplement during appraisal; from the second on it is a case."""
    del on
    asked: tuple[int, ...] = ()
    for step in one.steps:
        if step.fact.type is FactType.SUPPLEMENT_REQUESTED and step.after.phase is Phase.APPRAISAL:
            asked = (*asked, step.seq)
            yield Found(step.seq, step.fact.at, len(asked) > 1, asked, step.account_id)


_ASKED, _CAME = FactType.SUPPLEMENT_REQUESTED, FactType.SUPPLEMENT_RECEIVED
_PHASE = {"phase": "appraisal"}
_TWICE = accepted(
    (_ASKED, 20, LEADER, 0, _PHASE),
    (_CAME, 44, COUNTER, 0, {"due_at": hour(144).isoformat()}),
    (_ASKED, 50, LEADER, 0, _PHASE),
)
SIGNAL = Signal(
    id="supplement-again",
    name=_("Supplement asked for again"),
    words=_(
        "During appraisal a supplement was asked for a second time or more often. The clock stands"
        " still each time; the Service Index counts such a dossier as overdue."
    ),
    base=_("requests for a supplement during appraisal"),
    unseen=_("What was asked by telephone or at the counter without form 02."),
    look=look,
    parameters=(),
    example=Example(
        lives=(life(*accepted((_ASKED, 20, LEADER, 0, _PHASE))), life(*_TWICE)),
        cases=((), (6,)),
        exposed=3,
    ),
)

"""5.1: classes of petitions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import PETITIONED
from motcua.indicators.index.definition import Entity, Example, Indicator
from motcua.indicators.index.sample import petition

INDICATOR = Indicator(
    id="5.1",
    group=5,
    name=_("Petitions on officials' behaviour"),
    words=_(
        "Of the petitions received in the period, those on the behaviour of officials; the others"
        " are on regulations and procedures. For information, without points."
    ),
    source="766/QĐ-TTg",
    entity=Entity.PETITION,
    base=PETITIONED,
    counts="q.kind = 'behaviour'",
    informative=True,
    example=Example(
        tables={"petition": (petition("1", kind="behaviour"), petition("2"), petition("3", -9))},
        numerator=1,
        denominator=2,
        points=None,
    ),
)

"""5.3: satisfaction with the handling of petitions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import ANSWERED_IN_TIME, PETITIONED
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import petition

INDICATOR = Indicator(
    id="5.3",
    group=5,
    name=_("Satisfaction with petitions"),
    words=_(
        "Of the petitions received in the period, those neither disliked more than liked, nor"
        " repeated, nor late; each counts once."
    ),
    source="766/QĐ-TTg",
    entity=Entity.PETITION,
    base=PETITIONED,
    counts=f"NOT q.disliked AND NOT q.repeated AND {ANSWERED_IN_TIME}",
    meets=Meets(
        _("It would have been handled in time, be liked and not be repeated."),
        {"petition.in_time": "TRUE", "petition.disliked": "FALSE", "petition.repeated": "FALSE"},
    ),
    example=Example(
        tables={
            "petition": (
                petition("good", closed=9),
                petition("disliked", closed=9, disliked=True),
                petition("repeated-and-late", closed=30, in_time=False, repeated=True),
                petition("unknown", closed=9, disliked=None),
                petition("repeated-rest-unknown", closed=9, repeated=True, disliked=None),
            )
        },
        numerator=1,
        denominator=4,
        unknown=1,
        points="1.50",
    ),
)

"""2.2: average time of resolution."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import RECEIVED
from motcua.indicators.index.definition import Entity, Example, Indicator
from motcua.indicators.index.sample import dossier, procedure

INDICATOR = Indicator(
    id="2.2",
    group=2,
    name=_("Average time of resolution"),
    words=_(
        "Time from reception to the end without suspensions, of the dossiers received in the period"
        " that have a result. It is time of the clock, nights and days off with it: the text asks"
        " for the unit of each procedure (working days, hours), so the two may differ. For"
        " information, without points."
    ),
    source=_("766/QĐ-TTg; Σ ThoiGianGiaiQuyet, 9 and 10"),
    entity=Entity.DOSSIER,
    base=f"{RECEIVED} AND d.status IN (9, 10)",
    known="d.spent_seconds IS NOT NULL",
    counts="",
    worth="d.spent_seconds",
    informative=True,
    example=Example(
        tables={
            "procedure": (procedure(),),
            "dossier": (
                dossier("a", ended=4, spent_seconds=100),
                dossier("b", ended=5, spent_seconds=300),
                dossier("open"),
            ),
        },
        numerator=400,
        denominator=2,
        points=None,
    ),
)

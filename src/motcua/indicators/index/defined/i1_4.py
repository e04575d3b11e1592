"""1.4: dossiers that the national portal knows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.definition import Entity, Example, Indicator
from motcua.indicators.index.sample import month

RECEIVED = "GREATEST(SUM(m.reported), SUM(m.on_portal))"

INDICATOR = Indicator(
    id="1.4",
    group=1,
    name=_("Synchronised with the national portal"),
    words=_(
        "Dossiers synchronised with the national portal, to the larger of what the national"
        " reporting system and the portal count as received in the whole period. Where both count"
        " none: a twelfth of the year before for a month, a quarter for a quarter, all of it for a"
        " year; where that is none too, the value is 0."
    ),
    source="766/QĐ-TTg; max(BCQG, DVCQG)",
    entity=Entity.MONTH,
    base="TRUE",
    known=f"MIN(m.told) = 1 AND ({RECEIVED} > 0 OR COUNT(m.last_year) = COUNT(*))",
    counts="",
    worth="12 * SUM(m.synchronised)",
    weighs=f"CASE WHEN {RECEIVED} > 0 THEN 12 * {RECEIVED} ELSE :months * SUM(m.last_year) END",
    scale=12,
    nothing_is_zero=True,
    example=Example(
        tables={"national": (month(reported=80, on_portal=60, synchronised=60),)},
        numerator=60,
        denominator=80,
        points="4.50",
    ),
)

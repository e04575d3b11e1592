"""1.1: procedures announced in time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import day, offering, procedure

INDICATOR = Indicator(
    id="1.1",
    group=1,
    name=_("Procedures announced on time"),
    words=_(
        "Of the procedures announced in the period, those decided no later than the day that the"
        " law leaves: 20 working days before the legal text takes effect for a ministry, 5 for a"
        " province."
    ),
    source=_("766/QĐ-TTg; −20 / −5 working days"),
    entity=Entity.PROCEDURE,
    base="p.announced_at IS NULL OR p.announced_at BETWEEN :start AND :until",
    known="p.announced_at IS NOT NULL",
    counts="p.announced_at <= p.announce_by",
    meets=Meets(
        _("It would have been decided in time."),
        {"procedure.announce_by": "GREATEST({}, p.announced_at)"},
    ),
    example=Example(
        tables={
            "offering": (offering("1.1"), offering("1.2"), offering("1.3"), offering("1.4")),
            "procedure": (
                procedure("1.1", 11, announced_at=day(5), announce_by=day(5)),
                procedure("1.2", 12, announced_at=day(9), announce_by=day(5)),
                procedure("1.3", 13, announced_at=day(-30), announce_by=day(-20)),
                procedure("1.4", 14),
            ),
        },
        numerator=1,
        denominator=2,
        unknown=1,
        points="3.00",
    ),
)

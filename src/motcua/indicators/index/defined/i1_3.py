"""1.3: procedures whose published content is whole."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import offering, procedure

INDICATOR = Indicator(
    id="1.3",
    group=1,
    name=_("Complete content of procedures"),
    words=_("Of all published procedures, those whose record has every part that the law names."),
    source="766/QĐ-TTg; 63/2010/NĐ-CP Điều 8",
    entity=Entity.PROCEDURE,
    base="COALESCE(({time}), TRUE) AND COALESCE(NOT p.unpublished, TRUE)",
    known="({time}) IS NOT NULL",
    counts="p.complete",
    options=(
        Option(
            "time",
            {"point": "TRUE", "period": "p.published_at BETWEEN :start AND :until"},
            "point",
            _("“Not by time”, says the text, and its note asks for those of the period."),
        ),
    ),
    meets=Meets(_("Its record would be complete."), {"procedure.complete": "TRUE"}),
    example=Example(
        tables={
            "offering": (offering("1.1"), offering("1.2"), offering("1.3"), offering("1.4")),
            "procedure": (
                procedure("1.1", 11),
                procedure("1.2", 12, complete=False),
                procedure("1.3", 13, complete=None),
                procedure("1.4", 14, complete=False, unpublished=True),
            ),
        },
        numerator=1,
        denominator=2,
        unknown=1,
        points="1.00",
    ),
)

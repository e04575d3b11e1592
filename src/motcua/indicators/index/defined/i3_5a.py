"""3.5a: procedures with a fee that can be paid on the national portal."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import offering, procedure

INDICATOR = Indicator(
    id="3.5a",
    group=4,
    name=_("Fees open to online payment"),
    words=_("Of the procedures with a fee, those whose fee can be paid on the national portal."),
    source="766/QĐ-TTg",
    entity=Entity.PROCEDURE,
    base="p.has_fee IS NULL OR p.has_fee",
    known="p.has_fee IS NOT NULL",
    counts="p.fee_online",
    threshold=Fraction(4, 5),
    meets=Meets(
        _("Its fee could be paid on the national portal."), {"procedure.fee_online": "TRUE"}
    ),
    example=Example(
        tables={
            "offering": tuple(offering(f"1.{n}") for n in range(1, 5)),
            "procedure": (
                procedure("1.1", 11, has_fee=True, fee_online=True),
                procedure("1.2", 12, has_fee=True, fee_online=False),
                procedure("1.3", 13, has_fee=False),
                procedure("1.4", 14, has_fee=True, fee_online=None),
            ),
        },
        numerator=1,
        denominator=2,
        unknown=1,
        points="1.25",
    ),
)

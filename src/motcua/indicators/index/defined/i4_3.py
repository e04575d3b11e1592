"""4.3: re-use of digitised data."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import RECEIVED
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import dossier, procedure

INDICATOR = Indicator(
    id="4.3",
    group=6,
    name=_("Re-use of digitised data"),
    words=_(
        "Of the dossiers received in the period, those with a component that came from an earlier"
        " copy, from a result or from a data source instead of paper."
    ),
    source=_("766/QĐ-TTg; DuocSoHoa / DuocTaiSuDung, NgayTiepNhan in the period"),
    entity=Entity.DOSSIER,
    base=RECEIVED,
    counts="d.reused",
    threshold=Fraction(4, 5),
    meets=Meets(
        _("Data that is there already would have been used again."), {"dossier.reused": "TRUE"}
    ),
    example=Example(
        tables={
            "procedure": (procedure(),),
            "dossier": (
                dossier("reused", reused=True),
                dossier("new"),
                dossier("unknown", reused=None),
            ),
        },
        numerator=1,
        denominator=2,
        unknown=1,
        points="1.25",
    ),
)

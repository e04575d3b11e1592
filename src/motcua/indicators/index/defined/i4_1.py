"""4.1: electronic results."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import DOSSIERS
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import dossier, procedure

INDICATOR = Indicator(
    id="4.1",
    group=6,
    name=_("Electronic results"),
    words=_(
        "Of the dossiers resolved in the period whose procedure gives a document, those with a"
        " file of the result."
    ),
    source="766/QĐ-TTg",
    entity=Entity.DOSSIER,
    base="{dossiers} AND (p.paper_result IS NULL OR p.paper_result)",
    known="p.paper_result IS NOT NULL",
    counts="d.e_result",
    options=(DOSSIERS,),
    meets=Meets(_("It would have a file of the result."), {"dossier.e_result": "TRUE"}),
    example=Example(
        tables={
            "procedure": (procedure(), procedure("1.2", 12, paper_result=False)),
            "dossier": (
                dossier("file", ended=8),
                dossier("paper", ended=8, e_result=False),
                dossier("no-document", ended=8, procedure_version_id=12),
                dossier("imported", ended=8, e_result=None),
                dossier("open"),
            ),
        },
        numerator=1,
        denominator=2,
        unknown=1,
        points="3.00",
    ),
)

"""4.x: electronic certified copies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import DOSSIERS
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import dossier, procedure

PROCEDURE = "2.000815"  # certification of copies from the original

INDICATOR = Indicator(
    id="4.x",
    group=6,
    name=_("Electronic certified copies"),
    words=_(
        "Of the dossiers of certified copies resolved in the period, those that gave an electronic"
        " certified copy."
    ),
    source=_("766/QĐ-TTg; ELECTRONIC_CERTIFIED_COPY (its formula is in no source: our reading)"),
    entity=Entity.DOSSIER,
    base=f"{{dossiers}} AND d.procedure_code = '{PROCEDURE}'",
    counts="d.e_result",
    options=(DOSSIERS,),
    meets=Meets(
        _("It would have given an electronic certified copy."), {"dossier.e_result": "TRUE"}
    ),
    example=Example(
        tables={
            "procedure": (procedure(PROCEDURE),),
            "dossier": (
                dossier("electronic", ended=8, procedure_code=PROCEDURE),
                dossier("paper", ended=8, procedure_code=PROCEDURE, e_result=False),
                dossier("another", ended=8),
            ),
        },
        numerator=1,
        denominator=2,
        points="1.00",
    ),
)

"""3.5b: procedures with a fee that somebody paid online."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import PROCEDURES, SERVICES_KNOWN, services_of
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import dossier, offering, procedure

INDICATOR = Indicator(
    id="3.5b",
    group=4,
    name=_("Fees that were paid online"),
    words=_(
        "Of the procedures with a fee, those with at least one dossier received in the period whose"
        " fee was paid online."
    ),
    source="766/QĐ-TTg",
    entity=Entity.PROCEDURE,
    base="(p.has_fee IS NULL OR p.has_fee) AND {procedures}",
    known=f"p.has_fee IS NOT NULL AND {SERVICES_KNOWN}",
    joins=services_of("d.paid_online IN (1, 2)"),
    counts="COALESCE(s.good, 0) > 0",
    threshold=Fraction(4, 5),
    options=(PROCEDURES,),
    meets=Meets(_("One fee would have been paid online; no dossier is named for it.")),
    example=Example(
        tables={
            "offering": (offering("1.1"), offering("1.2"), offering("1.3"), offering("1.4")),
            "procedure": (
                procedure("1.1", 11, has_fee=True),
                procedure("1.2", 12, has_fee=True),
                procedure("1.3", 13, has_fee=False),
                procedure("1.4", 14, has_fee=True),
            ),
            "dossier": (
                dossier("paid", fee_due=True, paid_online=1),
                dossier("cash", fee_due=True, procedure_code="1.2", procedure_version_id=12),
                dossier("not-told", paid_online=None, procedure_code="1.4"),
            ),
        },
        numerator=1,
        denominator=2,
        unknown=1,
        points="1.25",
    ),
)

"""4.5a: procedures that use population data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import PROCEDURES, SERVICES_KNOWN, services_of
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import dossier, offering, procedure

INDICATOR = Indicator(
    id="4.5a",
    group=6,
    name=_("Procedures that use population data"),
    words=_(
        "Of the procedures for citizens, those with a dossier received in the period that used the"
        " electronic identity or, as far as it is told, the population database."
    ),
    source="766/QĐ-TTg; TaiKhoanDuocXacThucVoiVNeID, MaCSDL",
    entity=Entity.PROCEDURE,
    base="(p.for_citizens IS NULL OR p.for_citizens) AND {procedures}",
    known=f"p.for_citizens IS NOT NULL AND {SERVICES_KNOWN}",
    joins=services_of("d.identified OR COALESCE(d.population, FALSE)"),
    counts="COALESCE(s.good, 0) > 0",
    options=(PROCEDURES,),
    meets=Meets(_("One dossier would have used population data; no dossier is named for it.")),
    example=Example(
        tables={
            "offering": (offering("1.1"), offering("1.2"), offering("1.3"), offering("1.4")),
            "procedure": (
                procedure("1.1", 11),
                procedure("1.2", 12),
                procedure("1.3", 13, for_citizens=False),
                procedure("1.4", 14),
            ),
            "dossier": (
                dossier("signed-in", identified=True),
                dossier("counter", procedure_code="1.2", procedure_version_id=12),
                dossier("imported", identified=None, procedure_code="1.4"),
            ),
        },
        numerator=1,
        denominator=2,
        unknown=1,
        points="1.00",
    ),
)

"""4.5b: dossiers that use population data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import RECEIVED
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import dossier, procedure

INDICATOR = Indicator(
    id="4.5b",
    group=6,
    name=_("Dossiers that use population data"),
    words=_(
        "Of the citizens' dossiers received in the period, those that used the electronic identity"
        " or, as far as it is told, the population database."
    ),
    source=_("766/QĐ-TTg; TaiKhoanDuocXacThucVoiVNeID = 1 or MaCSDL"),
    entity=Entity.DOSSIER,
    base=f"{RECEIVED} AND (p.for_citizens IS NULL OR p.for_citizens)",
    known="p.for_citizens IS NOT NULL",
    counts="d.identified OR COALESCE(d.population, FALSE)",
    meets=Meets(_("The electronic identity would have been used."), {"dossier.identified": "TRUE"}),
    example=Example(
        tables={
            "procedure": (procedure(), procedure("1.2", 12, for_citizens=False)),
            "dossier": (
                dossier("signed-in", identified=True),
                dossier("data", population=True),
                dossier("neither"),
                dossier("business", identified=True, procedure_version_id=12),
                dossier("imported", identified=None),
            ),
        },
        numerator=2,
        denominator=3,
        unknown=1,
        points="1.33",
    ),
)

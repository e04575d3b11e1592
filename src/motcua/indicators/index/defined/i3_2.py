"""3.2: online services that are used."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import services_of
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import dossier, offering, procedure

INDICATOR = Indicator(
    id="3.2",
    group=3,
    name=_("Online services with dossiers"),
    words=_("Of the online services, those with at least one dossier filed online in the period."),
    source="766/QĐ-TTg",
    entity=Entity.PROCEDURE,
    base="p.online IS NULL OR p.online IN ('full', 'partial')",
    known="p.online IS NOT NULL",
    joins=services_of("COALESCE(d.channel, 1) = 2"),
    counts="COALESCE({definition}, 0) > 0",
    options=(
        Option(
            "definition",
            {"updated": "s.good", "old": "s.dossiers"},
            "updated",
            _("Two definitions stand in the text; the older one took any dossier."),
        ),
    ),
    meets=Meets(_("One dossier would have been filed online; no dossier is named for it.")),
    example=Example(
        tables={
            "offering": (offering("1.1"), offering("1.2"), offering("1.3")),
            "procedure": (
                procedure("1.1", 11),
                procedure("1.2", 12),
                procedure("1.3", 13, online="none"),
            ),
            "dossier": (
                dossier("online", channel=2),
                dossier("counter", procedure_code="1.2", procedure_version_id=12),
                dossier("before", accepted=-5, channel=2, procedure_code="1.2"),
            ),
        },
        numerator=1,
        denominator=2,
        points="2.00",
    ),
)

"""4.4: digitised and shared."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import RECEIVED, RESOLVED
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import dossier, procedure

INDICATOR = Indicator(
    id="4.4",
    group=6,
    name=_("Digitised and shared"),
    words=_(
        "Of the dossiers received in the period, those with a component from the national store, or"
        " whose result the national catalogue knows."
    ),
    source="766/QĐ-TTg; DuocLayTuKhoDMQG = 1",
    entity=Entity.DOSSIER,
    base="{dossiers}",
    counts="d.from_store OR d.shared",
    options=(
        Option(
            "dossiers",
            {"received": RECEIVED, "resolved": RESOLVED},
            "received",
            _("The text says only “dossiers”."),
        ),
    ),
    meets=Meets(
        _("A component would have come from the national store."), {"dossier.from_store": "TRUE"}
    ),
    example=Example(
        tables={
            "procedure": (procedure(),),
            "dossier": (
                dossier("store", from_store=True),
                dossier("shared", shared=True),
                dossier("neither"),
                dossier("unknown", from_store=None),
                dossier("shared-store-unknown", shared=True, from_store=None),
            ),
        },
        numerator=3,
        denominator=4,
        unknown=1,
        points="3.00",
    ),
)

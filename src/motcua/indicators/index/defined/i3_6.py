"""3.6: dossiers paid online."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import RECEIVED
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets
from motcua.indicators.index.sample import dossier, procedure

INDICATOR = Indicator(
    id="3.6",
    group=4,
    name=_("Dossiers paid online"),
    words=_(
        "Of the dossiers received in the period for which something was to be paid, those paid"
        " online; dossiers whose every fee is 0 are left out."
    ),
    source="766/QĐ-TTg; DuocThanhToanTrucTuyen ∈ {1, 2}",
    entity=Entity.DOSSIER,
    base=f"{RECEIVED} AND (d.fee_due IS NULL OR d.fee_due)",
    known="d.fee_due IS NOT NULL",
    counts="d.paid_online IN (1, 2)",
    meets=Meets(_("Its fee would have been paid online."), {"dossier.paid_online": "1"}),
    example=Example(
        tables={
            "procedure": (procedure(has_fee=True),),
            "dossier": (
                dossier("platform", fee_due=True, paid_online=1),
                dossier("gateway", fee_due=True, paid_online=2),
                dossier("cash", fee_due=True),
                dossier("free"),
                dossier("imported", fee_due=None, paid_online=None),
            ),
        },
        numerator=2,
        denominator=3,
        unknown=1,
        points="4.00",
    ),
)

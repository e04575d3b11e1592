"""3.3: dossiers filed online, with an electronic result where there is one to give."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import MET_RESULT, RECEIVED, RESULT_GIVEN
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import dossier, procedure

INDICATOR = Indicator(
    id="3.3",
    group=3,
    name=_("Filed online"),
    words=_(
        "Of the dossiers received in the period, those filed online that also have an electronic"
        " result, or need none. Multiplied by the share of dossiers that the national portal knows"
        " (1.4), where that is known."
    ),
    source=_("766/QĐ-TTg; KenhThucHien = 2, empty counts as 1"),
    entity=Entity.DOSSIER,
    base=RECEIVED,
    counts="COALESCE(d.channel, 1) = 2 AND {result}",
    threshold=Fraction(1, 2),
    times="1.4",
    options=(
        Option(
            "result",
            {"asked": RESULT_GIVEN, "not_asked": "TRUE"},
            "asked",
            _("Press figures count every online filing; the index asks for the result too."),
        ),
    ),
    meets=Meets(
        _("It would have been filed online, with an electronic result where one is given."),
        {"dossier.channel": "2", **MET_RESULT},
    ),
    example=Example(
        tables={
            "procedure": (procedure(), procedure("1.2", 12, paper_result=False)),
            "dossier": (
                dossier("whole", channel=2, ended=8),
                dossier("no-e-result", channel=2, ended=8, e_result=False),
                dossier("needs-none", channel=2, procedure_code="1.2", procedure_version_id=12),
                dossier("counter", ended=8),
                dossier("channel-unknown", channel=None, ended=8),
                dossier("result-unknown", channel=2, ended=8, e_result=None),
                dossier("counter-result-unknown", ended=8, e_result=None),
                dossier("earlier", accepted=-3, channel=2, ended=8),
            ),
        },
        numerator=2,
        denominator=6,
        unknown=1,
        points="2.67",
    ),
)

"""4.2: dossiers whose components and result are digital."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import DOSSIERS, MET_RESULT, RESULT_GIVEN
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import dossier, procedure

INDICATOR = Indicator(
    id="4.2",
    group=6,
    name=_("Digitised dossiers"),
    words=_(
        "Of the dossiers resolved in the period, those of which a component has a digital file and,"
        " where the procedure gives a document, the result is electronic."
    ),
    source="766/QĐ-TTg; HoSoCoThanhPhanSoHoa",
    entity=Entity.DOSSIER,
    base="{dossiers}",
    counts=f"{{parts}} AND {RESULT_GIVEN}",
    threshold=Fraction(4, 5),
    options=(
        DOSSIERS,
        Option(
            "parts",
            {"any": "d.has_file", "all": "d.all_digital"},
            "any",
            _("“A component file is present”: one is enough; a stricter reading asks for all."),
        ),
    ),
    meets=Meets(
        _("It would have been digitised, with an electronic result where one is given."),
        {"dossier.has_file": "TRUE", "dossier.all_digital": "TRUE", **MET_RESULT},
    ),
    example=Example(
        tables={
            "procedure": (procedure(),),
            "dossier": (
                dossier("digital", ended=8),
                dossier("on-paper", ended=8, has_file=False, all_digital=False),
                dossier("paper-result", ended=8, e_result=False),
                dossier("half", ended=8, all_digital=False),
                dossier("still-open"),
                dossier("unknown", ended=8, has_file=None),
                dossier("no-file-result-unknown", ended=8, has_file=False, e_result=None),
            ),
        },
        numerator=2,
        denominator=5,
        unknown=1,
        points="2.00",
    ),
)

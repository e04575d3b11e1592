"""3.1: procedures that can be done online."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import offering, procedure

INDICATOR = Indicator(
    id="3.1",
    group=3,
    name=_("Procedures with an online service"),
    words=_(
        "Of the procedures in competence, those with a partial or full online service; the highest"
        " level of a procedure counts."
    ),
    source="766/QĐ-TTg; 42/2022/NĐ-CP",
    entity=Entity.PROCEDURE,
    base="TRUE",
    counts="p.online IN ({level})",
    threshold=Fraction(4, 5),
    options=(
        Option(
            "level",
            {"any": "'full', 'partial'", "full": "'full'", "partial": "'partial'"},
            "any",
            _("Full and partial together; the other choices are the two rates below it."),
        ),
    ),
    meets=Meets(_("It would have a full online service."), {"procedure.online": "'full'"}),
    example=Example(
        tables={
            "offering": tuple(offering(f"1.{n}") for n in range(1, 5)),
            "procedure": (
                procedure("1.1", 11, online="full"),
                procedure("1.2", 12, online="partial"),
                procedure("1.3", 13, online="none"),
                procedure("1.4", 14, online=None),
            ),
        },
        numerator=2,
        denominator=3,
        unknown=1,
        points="3.33",
    ),
)

"""5.2: petitions answered in time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import ANSWERED_IN_TIME, PETITIONED
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import day, petition

INDICATOR = Indicator(
    id="5.2",
    group=5,
    name=_("Petitions handled on time"),
    words=_(
        "Of the petitions received in the period, those refused within 2 working days, asked for"
        " more within 5 or answered within 15, counted from the last forwarding, and those still in"
        " time."
    ),
    source=_("766/QĐ-TTg; 2 / 5 / 15 working days"),
    entity=Entity.PETITION,
    base=PETITIONED,
    counts=f"{ANSWERED_IN_TIME} AND {{publication}}",
    options=(
        Option(
            "publication",
            {"left_out": "TRUE", "counted": "q.published_in_time"},
            "left_out",
            _("The line of the text on publication (2 working days) cannot be read."),
        ),
    ),
    meets=Meets(
        _("It would have been handled in time."),
        {"petition.in_time": "TRUE", "petition.published_in_time": "TRUE"},
    ),
    example=Example(
        tables={
            "petition": (
                petition("in-time", closed=9),
                petition("late", closed=30, in_time=False, due_at=day(25)),
                petition("late-afterwards", 30, closed=60, in_time=False, due_at=day(50)),
                petition("open", 20),
                petition("open-late", 5),
                petition("unknown", due_at=None),
            )
        },
        numerator=3,
        denominator=5,
        unknown=1,
        points="3.60",
    ),
)

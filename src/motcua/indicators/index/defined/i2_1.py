"""2.1: dossiers resolved early, on time, or still in time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import (
    HANDLED,
    IN_TIME,
    MET_IN_TIME,
    RECEIVED,
    SECOND_SUPPLEMENT,
)
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import dossier, procedure

INDICATOR = Indicator(
    id="2.1",
    group=2,
    name=_("Resolved early or on time"),
    words=_(
        "Of the dossiers received or processed in the period, those that ended by their due"
        " instant or are still within it. While the clock stands, the instant at which it stopped"
        " counts. Without a due instant the time taken, without suspensions, is held against the"
        " longest time of the procedure. A second request for a supplement makes a dossier late."
    ),
    source=_("766/QĐ-TTg; end: 9 > 10 > 8/3; NgayKetThucXuLy ≤ NgayHenTra"),
    entity=Entity.DOSSIER,
    base="{dossiers}",
    counts=IN_TIME,
    options=(
        SECOND_SUPPLEMENT,
        Option(
            "dossiers",
            {"handled": HANDLED, "received": RECEIVED},
            "handled",
            _("“Received and processed in the period”: taken as received or processed."),
        ),
    ),
    meets=Meets(
        _("It would have been in time, with one request for a supplement at most."), MET_IN_TIME
    ),
    example=Example(
        tables={
            "procedure": (procedure(), procedure("1.2", 12, limit_seconds=950_400)),
            "dossier": (
                dossier("early", due=10, ended=8),
                dossier("at-the-instant", due=10, ended=10),
                dossier("late", due=10, ended=10.01),
                dossier("open-in-time", due=40),
                dossier("overdue", due=20),
                dossier("waits", due=10, stands=9, supplements=1, status=5),
                dossier("asked-twice", due=30, ended=20, supplements=2),
                dossier("carried-over", accepted=-20, due=5, ended=4),
                dossier("over-before", accepted=-20, due=5, ended=-1),
                dossier("not-accepted", accepted=None, due=None, status=1),
                dossier("due-unknown", due=None),
                dossier("due-unknown-asked-twice", due=None, supplements=2),
                dossier("by-the-limit", due=None, procedure_version_id=12, accepted=21),
                dossier("over-the-limit", due=None, procedure_version_id=12, accepted=20),
            ),
        },
        numerator=6,
        denominator=11,
        unknown=1,
        points="10.91",
    ),
)

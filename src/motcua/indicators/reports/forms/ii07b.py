"""II.07b: procedures in competence, taken in through a one-stop centre, with an issued process."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.indicators.reports.definition import ColumnDefinition, Words, define
from motcua.indicators.reports.rules import Identity
from motcua.indicators.reports.types import ColumnKind

PARTS = ("all", "province", "district", "commune")
_TITLES = (
    pgettext_lazy("report", "Total"),
    pgettext_lazy("report", "Province"),
    pgettext_lazy("report", "District"),
    pgettext_lazy("report", "Commune"),
)
GROUPS: tuple[tuple[str, Words, Words], ...] = (
    (
        "competence",
        pgettext_lazy("report", "Procedures in competence"),
        _("Procedures with a version in force that units of this level resolve at the cut-off."),
    ),
    (
        "centre",
        pgettext_lazy("report", "Through a one-stop centre"),
        _("Of these, those that a service centre or a reception point takes in."),
    ),
    (
        "process",
        pgettext_lazy("report", "Internal processes issued"),
        _("Of these, those with a process that an office drew, had approved and put in force."),
    ),
)
COLUMNS = tuple(
    ColumnDefinition(
        f"{group}_{part}",
        f"({3 + len(PARTS) * n + m})",
        ColumnKind.COUNT,
        _TITLES[m],
        words,
        title,
        adds=False,
    )
    for n, (group, title, words) in enumerate(GROUPS)
    for m, part in enumerate(PARTS)
)
REPORT = define(
    "ii07b",
    title=_("Procedures and internal processes"),
    about=_(
        "Which procedures are resolved at which level, at one-stop centres, by issued processes."
    ),
    first=_("Unit"),
    columns=COLUMNS,
    identities=(
        *(
            Identity((f"{group}_all",), (f"{group}_province", f"{group}_commune"), at_most=True)
            for group, _title, _words in GROUPS
        ),
        *(
            Identity((f"{group}_{part}",), (f"competence_{part}",), at_most=True)
            for group in ("centre", "process")
            for part in ("all", "province", "commune")
        ),
    ),
)

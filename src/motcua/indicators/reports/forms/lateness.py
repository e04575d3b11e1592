"""Causes of lateness, by unit: which dossiers were late, and why as it stands on record now."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.dossiers.late_words import LATE_CAUSES
from motcua.dossiers.types import LateCause
from motcua.indicators.reports.definition import count_columns, define
from motcua.indicators.reports.rules import Identity

CAUSES = {one.value or "none": one for one in (*LATE_CAUSES, LateCause.NONE)}
"""Causes by the key of their column."""
_LATE = pgettext_lazy("report", "Late dossiers")
_WHY = pgettext_lazy("report", "Cause")
_COLUMNS = (
    *count_columns(
        (
            (
                "all",
                pgettext_lazy("report", "Total"),
                _("Ended late in the period, or open and overdue at its end."),
            ),
            ("late", pgettext_lazy("report", "Resolved late"), _("(10) of II.06a.")),
            ("overdue", pgettext_lazy("report", "In process, overdue"), _("(13) of II.06a.")),
        ),
        _LATE,
    ),
    *count_columns(
        tuple(
            (
                key,
                LATE_CAUSES.get(cause, pgettext_lazy("report", "No cause on record")),
                _("Late dossiers with this cause on record now."),
            )
            for key, cause in CAUSES.items()
        ),
        _WHY,
        start=6,
    ),
)
REPORT = define(
    "lateness",
    title=_("Causes of lateness"),
    about=_("Which dossiers were late in each unit, and why; for whoever has to remove the cause."),
    first=_("Unit"),
    columns=_COLUMNS,
    identities=(
        Identity(("all",), ("late", "overdue")),
        Identity(("all",), tuple(CAUSES)),
    ),
)

"""Words of figures for pages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.indicators.report_files import column_title
from motcua.indicators.types import COLUMNS, Figure
from motcua.kernel import clock
from motcua.ui import formats


def figure_name(figure: Figure, *, short: bool = False) -> str:
    """Return what a figure counts; `short` for the head of a narrow column."""
    if short and figure in _HEADS:
        return str(_HEADS[figure])
    if figure in COLUMNS:
        return f"({figure.value.removeprefix('c')}) {column_title(figure)}"
    return str(_NAMES[figure])


_HEADS = {
    Figure.DUE_SOON: pgettext_lazy("due", "Due soon"),
    Figure.OVERDUE: gettext_lazy("Overdue now"),
}
_NAMES = {
    Figure.RECEIVED: gettext_lazy("Received"),
    Figure.RECEIVED_ONLINE: gettext_lazy("Online"),
    Figure.RECEIVED_COUNTER: gettext_lazy("At the counter"),
    Figure.RECEIVED_POST: gettext_lazy("By post"),
    Figure.RESOLVED: gettext_lazy("Resolved"),
    Figure.RESOLVED_IN_TIME: gettext_lazy("Resolved in time"),
    Figure.EARLY: gettext_lazy("Early"),
    Figure.ON_TIME: gettext_lazy("On time"),
    Figure.LATE: gettext_lazy("Resolved late"),  # beside "overdue", "late" is the same word
    Figure.WITHDRAWN: gettext_lazy("Withdrawn"),
    Figure.STOPPED: gettext_lazy("Stopped"),
    Figure.OPEN: gettext_lazy("In process"),
    Figure.OPEN_IN_TIME: gettext_lazy("Within the limit"),
    Figure.OVERDUE: pgettext_lazy("figure", "Overdue"),
    Figure.DUE_SOON: gettext_lazy("Due by the end of the next working day"),
    Figure.WAITING: gettext_lazy("Waiting for a supplement"),
    Figure.PAUSED: gettext_lazy("Waiting for a financial obligation"),
}


def instant_of(cut_off: datetime) -> str:
    """Return the instant up to which figures count; the end of a whole day is that day's end."""
    here = clock.local(cut_off)
    if (here + timedelta(microseconds=1)).date() > here.date():
        return _("the end of %(day)s") % {"day": formats.day_full(here.date())}
    return formats.instant(cut_off)

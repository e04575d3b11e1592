"""Words of figures for pages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.indicators.report_files import column_title
from motcua.indicators.types import COLUMNS, Figure
from motcua.kernel import clock
from motcua.ui import formats


def figure_name(figure: Figure, *, short: bool = False) -> str:
    """Return what a figure counts; `short` for the head of a narrow column."""
    heads = {
        Figure.DUE_SOON: pgettext("due", "Due soon"),
        Figure.LATE: _("Resolved late"),  # side by side, "late" and "overdue" are one word
        Figure.OVERDUE: _("Overdue now"),
    }
    if short and figure in heads:
        return heads[figure]
    if figure in COLUMNS:
        return f"({figure.value.removeprefix('c')}) {column_title(figure)}"
    names = {
        Figure.RECEIVED: _("Received"),
        Figure.RECEIVED_ONLINE: _("Online"),
        Figure.RECEIVED_COUNTER: _("At the counter"),
        Figure.RECEIVED_POST: _("By post"),
        Figure.RESOLVED: _("Resolved"),
        Figure.RESOLVED_IN_TIME: _("Resolved in time"),
        Figure.EARLY: _("Early"),
        Figure.ON_TIME: _("On time"),
        Figure.LATE: _("Late"),
        Figure.WITHDRAWN: _("Withdrawn"),
        Figure.STOPPED: _("Stopped"),
        Figure.OPEN: _("In process"),
        Figure.OPEN_IN_TIME: _("Within the limit"),
        Figure.OVERDUE: pgettext("figure", "Overdue"),
        Figure.DUE_SOON: _("Due by the end of the next working day"),
        Figure.WAITING: _("Waiting for a supplement"),
        Figure.PAUSED: _("Waiting for a financial obligation"),
    }
    return names[figure]


def instant_of(cut_off: datetime) -> str:
    """Return the instant up to which figures count; the end of a whole day is that day's end."""
    here = clock.local(cut_off)
    if (here + timedelta(microseconds=1)).date() > here.date():
        return _("the end of %(day)s") % {"day": formats.day_full(here.date())}
    return formats.instant(cut_off)

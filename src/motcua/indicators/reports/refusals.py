"""Refusals of reports, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound


def report_unknown() -> NotFound:
    """Refuse a report that does not exist, or does not exist for this unit."""
    return NotFound("report_unknown", _("There is no such report for this unit."))


def cell_unknown() -> NotFound:
    """Refuse a cell that no sheet has, or behind which nothing is listed."""
    return NotFound("cell_unknown", _("There is no such number in this report."))

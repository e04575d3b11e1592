"""06/VPCP/KSTT: results by field of administration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.indicators.reports.definition import define
from motcua.indicators.reports.forms import results

REPORT = define(
    "vpcp06",
    title=_("Results of administrative procedures, by field"),
    about=_("The same dossiers as II.06a, by field of administration instead of unit."),
    first=pgettext_lazy("report", "Field"),
    columns=results.COLUMNS,
    identities=results.IDENTITIES,
    lines={"-": _("Field not known")},
)

"""II.06b: results by the level of government that resolves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.indicators.reports.definition import define
from motcua.indicators.reports.forms import results
from motcua.indicators.reports.levels import COMMUNE, DISTRICT, PROVINCE, STATE, VERTICAL

REPORT = define(
    "ii06b",
    title=_("Results of administrative procedures, by level"),
    about=_("The same dossiers as II.06a: what departments of the province and communes resolve."),
    first=pgettext_lazy("report", "Level"),
    columns=results.COLUMNS,
    identities=results.IDENTITIES,
    lines={
        STATE: _("State level"),
        PROVINCE: _("Province level: departments and bodies of the province"),
        DISTRICT: _("District level (until 1 July 2025)"),
        COMMUNE: _("Commune level"),
        VERTICAL: _("Vertical agencies"),
    },
)

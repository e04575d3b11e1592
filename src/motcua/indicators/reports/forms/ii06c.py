"""II.06c: results of a vertical agency, by its own units."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.reports.definition import define
from motcua.indicators.reports.forms import results

REPORT = define(
    "ii06c",
    title=_("Results of administrative procedures, vertical agency"),
    about=_(
        "What the units of a vertical agency (police, social insurance) received and resolved."
    ),
    first=_("Unit"),
    columns=results.COLUMNS,
    identities=results.IDENTITIES,
)

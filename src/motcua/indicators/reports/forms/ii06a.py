"""II.06a: results by unit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.reports.definition import define
from motcua.indicators.reports.forms import results

REPORT = define(
    "ii06a",
    title=_("Results of administrative procedures, by unit"),
    about=_("What each unit received, resolved and still has, in dossiers; for the unit above."),
    first=_("Unit"),
    columns=results.COLUMNS,
    identities=results.IDENTITIES,
)

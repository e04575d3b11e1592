"""On-line results: services that are on-line, filings, payments (II.08, to be verified)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.indicators.reports.definition import ColumnDefinition, define
from motcua.indicators.reports.rules import Identity
from motcua.indicators.reports.types import ColumnKind

COUNT, SHARE = ColumnKind.COUNT, ColumnKind.SHARE
_PROCEDURES = pgettext_lazy("report", "Procedures")
_DOSSIERS = pgettext_lazy("report", "Dossiers of the period")
_PAYING = pgettext_lazy("report", "Payment")
COLUMNS = (
    ColumnDefinition(
        "procedures", "(3)", COUNT,
        pgettext_lazy("report", "In competence"),
        _("Procedures that are resolved there at the end of the period; the base of 3.1."),
        _PROCEDURES, adds=False,
    ),
    ColumnDefinition(
        "full", "(4)", COUNT, pgettext_lazy("report", "Full service"),
        _("Of (3), those with a full online service."), _PROCEDURES, adds=False,
    ),
    ColumnDefinition(
        "partial", "(5)", COUNT, pgettext_lazy("report", "Partial service"),
        _("Of (3), those with a partial online service."), _PROCEDURES, adds=False,
    ),
    ColumnDefinition(
        "level_unknown", "(6)", COUNT, pgettext_lazy("report", "Level not known"),
        _("Of (3), those of which the catalogue does not say the level of the online service."),
        _PROCEDURES, adds=False,
    ),
    ColumnDefinition(
        "used", "(7)", COUNT, pgettext_lazy("report", "Used online"),
        _("Of (4) and (5), those with a dossier filed online in the period (3.2)."),
        _PROCEDURES, adds=False,
    ),
    ColumnDefinition(
        "received", "(8)", COUNT, pgettext_lazy("report", "Received"),
        _("Accepted in the period: (4) + (5) of II.06a."), _DOSSIERS,
    ),
    ColumnDefinition(
        "online", "(9)", COUNT, pgettext_lazy("report", "Filed online"),
        _("Of (8), those filed online: (4) of II.06a."), _DOSSIERS,
    ),
    ColumnDefinition(
        "online_share", "(10)", SHARE, pgettext_lazy("report", "Share online"),
        _("(9) of (8)."), _DOSSIERS,
    ),
    ColumnDefinition(
        "electronic", "(11)", COUNT, pgettext_lazy("report", "Online, electronic result"),
        _("Of (9), those with an electronic result, or that need none (3.3)."), _DOSSIERS,
    ),
    ColumnDefinition(
        "electronic_unknown", "(12)", COUNT, pgettext_lazy("report", "Result not known"),
        _("Of (9), those of which nothing tells whether the result is electronic."), _DOSSIERS,
    ),
    ColumnDefinition(
        "payable", "(13)", COUNT, pgettext_lazy("report", "Something to pay"),
        _("Of (8), those for which something was to be paid (3.6)."), _PAYING,
    ),
    ColumnDefinition(
        "paid", "(14)", COUNT, pgettext_lazy("report", "Paid online"),
        _("Of (13), those paid online (3.6)."), _PAYING,
    ),
    ColumnDefinition(
        "paid_share", "(15)", SHARE, pgettext_lazy("report", "Share paid online"),
        _("(14) of (13)."), _PAYING,
    ),
    ColumnDefinition(
        "payable_unknown", "(16)", COUNT, pgettext_lazy("report", "Not known"),
        _("Of (8), those of which nothing tells whether something was to be paid."), _PAYING,
    ),
)  # fmt: skip
REPORT = define(
    "online",
    title=_("Online services and their use"),
    about=_("How many procedures are online, and how many dossiers come, are paid and end there."),
    first=_("Unit"),
    columns=COLUMNS,
    identities=(
        Identity(("full", "partial", "level_unknown"), ("procedures",), at_most=True),
        Identity(("used",), ("full", "partial"), at_most=True),
        Identity(("online",), ("received",), at_most=True),
        Identity(("electronic", "electronic_unknown"), ("online",), at_most=True),
        Identity(("payable", "payable_unknown"), ("received",), at_most=True),
        Identity(("paid",), ("payable",), at_most=True),
    ),
)

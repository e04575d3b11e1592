"""Digitisation: digital dossiers, electronic results, data used again (II.09, to be verified)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.indicators.reports.definition import ColumnDefinition, define
from motcua.indicators.reports.rules import Identity
from motcua.indicators.reports.types import ColumnKind

COUNT, SHARE = ColumnKind.COUNT, ColumnKind.SHARE
_DOSSIERS = pgettext_lazy("report", "Dossiers resolved")
_RESULTS = pgettext_lazy("report", "Results that are documents")
_REUSE = pgettext_lazy("report", "Dossiers received")
_UNKNOWN = pgettext_lazy("report", "Not known")
COLUMNS = (
    ColumnDefinition(
        "resolved", "(3)", COUNT, pgettext_lazy("report", "Resolved"),
        _("Ended with a result in the period, without those withdrawn or stopped."), _DOSSIERS,
    ),
    ColumnDefinition(
        "digital", "(4)", COUNT, pgettext_lazy("report", "Digital"),
        _(
            "Of (3), those of which a component has a digital file and, where the procedure gives"
            " a document, the result is electronic (4.2)."
        ),
        _DOSSIERS,
    ),
    ColumnDefinition(
        "digital_unknown", "(5)", COUNT, _UNKNOWN,
        _("Of (3), those of which events of before do not tell it."), _DOSSIERS,
    ),
    ColumnDefinition(
        "digital_share", "(6)", SHARE, pgettext_lazy("report", "Share digital"),
        _("(4) of (3), without those of (5)."), _DOSSIERS,
    ),
    ColumnDefinition(
        "documents", "(7)", COUNT, pgettext_lazy("report", "To be given"),
        _("Of (3), those whose procedure gives a document (4.1)."), _RESULTS,
    ),
    ColumnDefinition(
        "electronic", "(8)", COUNT, pgettext_lazy("report", "Electronic"),
        _("Of (7), those with a file of the result (4.1)."), _RESULTS,
    ),
    ColumnDefinition(
        "electronic_share", "(9)", SHARE, pgettext_lazy("report", "Share electronic"),
        _("(8) of (7)."), _RESULTS,
    ),
    ColumnDefinition(
        "electronic_unknown", "(10)", COUNT, _UNKNOWN,
        _("Of (3), those of which it is not known whether there is a document, or a file of it."),
        _RESULTS,
    ),
    ColumnDefinition(
        "received", "(11)", COUNT, pgettext_lazy("report", "Received"),
        _("Accepted in the period: (4) + (5) of II.06a."), _REUSE,
    ),
    ColumnDefinition(
        "reused", "(12)", COUNT, pgettext_lazy("report", "Data used again"),
        _(
            "Of (11), those with a component that came from an earlier copy, a result or a data"
            " source instead of paper (4.3)."
        ),
        _REUSE,
    ),
    ColumnDefinition(
        "reused_unknown", "(13)", COUNT, _UNKNOWN,
        _("Of (11), those of which events of before do not tell it."), _REUSE,
    ),
    ColumnDefinition(
        "reused_share", "(14)", SHARE, pgettext_lazy("report", "Share used again"),
        _("(12) of (11), without those of (13)."), _REUSE,
    ),
)  # fmt: skip
REPORT = define(
    "digitisation",
    title=_("Digitisation of dossiers and results"),
    about=_("How many dossiers and results are digital, and how often data are used again."),
    first=_("Unit"),
    columns=COLUMNS,
    identities=(
        Identity(("digital", "digital_unknown"), ("resolved",), at_most=True),
        Identity(("documents", "electronic_unknown"), ("resolved",), at_most=True),
        Identity(("electronic",), ("documents",), at_most=True),
        Identity(("reused", "reused_unknown"), ("received",), at_most=True),
    ),
)

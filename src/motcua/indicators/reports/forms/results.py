"""Columns (3) to (13) of the forms on results: II.06a, and others that cut the same otherwise."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.indicators.reports.definition import ColumnDefinition, Words
from motcua.indicators.reports.rules import Identity
from motcua.indicators.reports.types import ColumnKind
from motcua.indicators.types import Figure

RECEIVED = pgettext_lazy("report", "Received")
RESOLVED = pgettext_lazy("report", "Resolved")
OPEN = pgettext_lazy("report", "In process")
_COLUMNS: tuple[tuple[Figure, Words, Words, Words], ...] = (
    (
        Figure.C3,
        pgettext_lazy("report", "Total"),
        _("Everything that was there to be resolved in the period."),
        RECEIVED,
    ),
    (
        Figure.C4,
        pgettext_lazy("report", "In the period: online"),
        _("Accepted in the period, filed online."),
        RECEIVED,
    ),
    (
        Figure.C5,
        pgettext_lazy("report", "In the period: counter, post"),
        _("Accepted in the period, filed at the counter or by post."),
        RECEIVED,
    ),
    (
        Figure.C6,
        pgettext_lazy("report", "Carried over"),
        _(
            "Not finished when the period began, or opened again in it; dossiers that waited for a"
            " supplement are among them."
        ),
        RECEIVED,
    ),
    (
        Figure.C7,
        pgettext_lazy("report", "Total"),
        _("Resolved in the period as the form means it: early, on time, late."),
        RESOLVED,
    ),
    (
        Figure.C8,
        pgettext_lazy("report", "Early"),
        _("Ended with a result before the due instant."),
        RESOLVED,
    ),
    (
        Figure.C9,
        pgettext_lazy("report", "On time"),
        _(
            "Ended at the due instant, withdrawn or stopped within the limit, or waiting for a"
            " supplement at the end of the period."
        ),
        RESOLVED,
    ),
    (
        Figure.C10,
        pgettext_lazy("report", "Late"),
        _("Ended after the due instant; also if withdrawn or stopped after it."),
        RESOLVED,
    ),
    (
        Figure.C11,
        pgettext_lazy("report", "Total"),
        _("Open at the end of the period, without those that wait for a supplement."),
        OPEN,
    ),
    (
        Figure.C12,
        pgettext_lazy("report", "Within the limit"),
        _("Open at the end of the period, not past the due instant, or the clock stands."),
        OPEN,
    ),
    (
        Figure.C13,
        pgettext_lazy("report", "Overdue"),
        _("Open at the end of the period and past the due instant."),
        OPEN,
    ),
)
COLUMNS = tuple(
    ColumnDefinition(figure.value, f"({figure.value[1:]})", ColumnKind.COUNT, title, words, group)
    for figure, title, words, group in _COLUMNS
)
IDENTITIES = (
    Identity(("c3",), ("c4", "c5", "c6")),
    Identity(("c3",), ("c7", "c11")),
    Identity(("c7",), ("c8", "c9", "c10")),
    Identity(("c11",), ("c12", "c13")),
)
"""The same as `rules.IDENTITIES` of the package; a test holds them equal."""

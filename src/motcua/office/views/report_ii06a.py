"""Form II.06a on a page: period, table, identities, and the four formats."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.queries import report_ii06a as report_read
from motcua.indicators.report_files import MEDIA_TYPES
from motcua.indicators.types import COLUMNS, Report
from motcua.office.figures import instant_of
from motcua.office.period import Choice, choice_of
from motcua.office.views.board import Line
from motcua.ui.types import Cell

# The head of the form: groups of columns, and the columns (3) to (13) under them.
HEAD = (
    (
        pgettext_lazy("II.06a", "Received"),
        (
            pgettext_lazy("II.06a", "Total"),
            pgettext_lazy("II.06a", "In the period: online"),
            pgettext_lazy("II.06a", "In the period: counter, post"),
            pgettext_lazy("II.06a", "Carried over"),
        ),
    ),
    (
        pgettext_lazy("II.06a", "Resolved"),
        (
            pgettext_lazy("II.06a", "Total"),
            pgettext_lazy("II.06a", "Early"),
            pgettext_lazy("II.06a", "On time"),
            pgettext_lazy("II.06a", "Late"),
        ),
    ),
    (
        pgettext_lazy("II.06a", "Being resolved"),
        (
            pgettext_lazy("II.06a", "Total"),
            pgettext_lazy("II.06a", "Within the limit"),
            pgettext_lazy("II.06a", "Overdue"),
        ),
    ),
)


@requires(Action.REPORT_READ)
@require_safe
def report_ii06a(request: SignedInRequest) -> HttpResponse:
    """Show the report; every number leads to its dossiers where the person may see the board."""
    choice = choice_of(request, Action.REPORT_READ)
    report = report_read(choice.unit.id, choice.period.first, choice.period.last)
    query = urlencode(choice.query)
    context = {
        "choice": choice,
        "report": report,
        "as_of": instant_of(report.cut_off),
        "numbers": range(3, 14),
        "head": HEAD,
        "lines": _lines(
            report, choice, linked=request.actor.may(Action.BOARD_READ, choice.unit.id)
        ),
        "files": [
            (kind.upper(), f"{reverse('office:report_ii06a_file', args=[kind])}?{query}")
            for kind in MEDIA_TYPES
        ],
        "board_url": f"{reverse('office:board')}?{query}"
        if request.actor.may(Action.BOARD_READ, choice.unit.id)
        else "",
    }
    return render(request, "office/report_ii06a.html", context)


def _lines(report: Report, choice: Choice, *, linked: bool) -> list[Line]:
    """Return the rows and the total; the row of the unit itself leaves out those below it."""
    lines = []
    for line in report.lines:
        query = {**choice.query, "unit": line.code}
        if line.unit_id == report.unit_id:
            query["own"] = "1"
        lines.append(Line(line.label, "", "", _cells(line.figures, query, linked=linked)))
    return [*lines, Line("", "", "", _cells(report.totals, choice.query, linked=linked))]


def _cells(figures: tuple[int, ...], query: dict[str, str], *, linked: bool) -> tuple[Cell, ...]:
    base = reverse("office:board_dossiers")
    return tuple(
        Cell(
            "",
            value,
            f"{base}?{urlencode({**query, 'figure': figure.value})}" if linked and value else "",
        )
        for figure, value in zip(COLUMNS, figures, strict=True)
    )

"""The board of a unit and everything under it: one headline, the trend, who needs help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.queries import board as board_read
from motcua.indicators.queries.board import SHOWN
from motcua.indicators.types import Board, BoardRow, Figure
from motcua.office.figures import figure_name, instant_of
from motcua.office.period import Choice, choice_of
from motcua.organisations.queries import unit_descendant_ids
from motcua.ui import formats
from motcua.ui.types import Bar, Cell, Point, Tone

ROWS = 20
HELPED = 8
COLUMNS = (
    Figure.RECEIVED,
    Figure.EARLY,
    Figure.ON_TIME,
    Figure.LATE,
    Figure.OPEN_IN_TIME,
    Figure.OVERDUE,
    Figure.DUE_SOON,
    Figure.WAITING,
)
GROUPS: tuple[tuple[str, tuple[Figure, ...]], ...] = (
    (
        "received",
        (Figure.RECEIVED, Figure.RECEIVED_ONLINE, Figure.RECEIVED_COUNTER, Figure.RECEIVED_POST),
    ),
    ("resolved", (Figure.RESOLVED, Figure.EARLY, Figure.ON_TIME, Figure.LATE)),
    ("open", (Figure.OPEN, Figure.OPEN_IN_TIME, Figure.DUE_SOON, Figure.OVERDUE)),
    ("paused", (Figure.WAITING, Figure.PAUSED)),
)
ALERTS = frozenset({Figure.OVERDUE, Figure.LATE})


@dataclass(frozen=True)
class Line:
    """A row of a table of figures."""

    label: str
    under: str
    url: str
    cells: tuple[Cell, ...]


class Links:
    """Addresses of the lists behind figures, for one unit and period; a board has hundreds."""

    def __init__(self, choice: Choice) -> None:
        """Keep what every address and every cell shares."""
        self._start = f"{reverse('office:board_dossiers')}?{urlencode(choice.query)}"
        self._names = {figure: figure_name(figure) for figure in SHOWN}

    def to(self, figure: Figure, value: int, narrowed: str = "") -> str:
        """Return the list behind a figure; nothing for a zero. `narrowed` is a piece of query."""
        return f"{self._start}&figure={figure.value}{narrowed}" if value else ""

    def cell(self, figure: Figure, value: int, narrowed: str = "") -> Cell:
        """Return a number with its link."""
        return Cell(
            self._names[figure],
            value,
            self.to(figure, value, narrowed),
            alert=bool(value) and figure in ALERTS,
        )


@requires(Action.BOARD_READ)
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """Show the board; the unit and the days are the address."""
    choice = choice_of(request, Action.BOARD_READ)
    units = unit_descendant_ids(choice.unit.id)
    shown = board_read(units, choice.period, main_unit_id=choice.unit.id)
    links = Links(choice)
    context = {
        "choice": choice,
        "as_of": instant_of(shown.window.until),
        "headline": _headline(shown, links),
        "groups": _groups(shown, links),
        "trends": _trends(shown),
        "per": _("per month") if shown.trend_by_month else _("per day"),
        "help": _help(shown, links, choice),
        "by_unit": _lines(shown.by_unit, links, "unit", choice) if _several(shown) else [],
        "by_procedure": _lines(shown.by_procedure, links, "procedure", choice),
        "by_official": _lines(shown.by_official, links, "official", choice),
        "columns": [figure_name(figure, short=True) for figure in COLUMNS],
        "report_url": f"{reverse('office:report_ii06a')}?{urlencode(choice.query)}"
        if request.actor.may(Action.REPORT_READ, choice.unit.id)
        else "",
    }
    return render(request, "office/board.html", context)


def _headline(shown: Board, links: Links) -> dict[str, Any]:
    """Return one figure and its denominator in words."""
    totals = shown.totals
    resolved = totals[Figure.RESOLVED]
    if resolved:
        figure, value = Figure.RESOLVED_IN_TIME, totals[Figure.RESOLVED_IN_TIME]
        text = _("of %(n)s resolved were on time") % {"n": formats.number(resolved)}
        note = formats.percent(value / resolved)
    else:
        figure, value = Figure.RECEIVED, totals[Figure.RECEIVED]
        text, note = _("received; none was resolved in this period"), ""
    return {"value": value, "text": text, "href": links.to(figure, value), "note": note}


def _groups(shown: Board, links: Links) -> list[dict[str, Any]]:
    titles = {
        "received": _("Received in the period"),
        "resolved": _("Resolved in the period"),
        "open": _("In process"),
        "paused": _("The clock stands"),
    }
    return [
        {
            "title": titles[name],
            "cells": [links.cell(figure, shown.totals[figure]) for figure in figures],
        }
        for name, figures in GROUPS
    ]


def _trends(shown: Board) -> list[dict[str, Any]]:
    """Return small multiples of one scale; a period of one day has no trend."""
    if len(shown.trend) < 2:
        return []
    most = max(max(point.received, point.resolved) for point in shown.trend)
    shape = "%m/%Y" if shown.trend_by_month else "%d/%m"
    return [
        {
            "title": title,
            "most": most,
            "points": [
                Point(point.day.strftime(shape), getattr(point, name)) for point in shown.trend
            ],
        }
        for name, title in (
            ("received", _("Received")),
            ("resolved", _("Resolved")),
            ("late", _("Resolved late")),
        )
        if name != "late" or any(point.late for point in shown.trend)
    ]


def _several(shown: Board) -> bool:
    """Tell whether several units resolve dossiers; a commune's centre only takes them in."""
    competent = [
        row for row in shown.by_unit if row.figures[Figure.OPEN] or row.figures[Figure.RESOLVED]
    ]
    return len(competent) > 1


def _help(shown: Board, links: Links, choice: Choice) -> dict[str, Any]:
    """Return who has most overdue now: units below where there are several, else procedures."""
    several = _several(shown)
    kind, rows = ("unit", shown.by_unit) if several else ("procedure", shown.by_procedure)
    bars = [
        Bar(
            row.label,
            row.figures[Figure.OVERDUE],
            links.to(Figure.OVERDUE, 1, _narrowed(row, kind, choice)),
            Tone.OVERDUE,
        )
        for row in rows
        if row.figures[Figure.OVERDUE]
    ]
    return {"bars": bars[:HELPED], "more": max(0, len(bars) - HELPED)}


def _narrowed(row: BoardRow, kind: str, choice: Choice) -> str:
    """Return what picks a row's dossiers; a unit's own row leaves out those below."""
    if kind == "unit" and row.code == choice.unit.code:
        return "&own=1"
    return f"&{urlencode({kind: row.key if kind == 'official' else row.code})}"


def _lines(rows: tuple[BoardRow, ...], links: Links, kind: str, choice: Choice) -> list[Line]:
    """Return the table's rows; a unit's name leads to its own board."""
    lines = []
    for row in rows[: None if kind == "unit" else ROWS]:
        url = ""
        if kind == "unit" and row.code != choice.unit.code:
            url = f"{reverse('office:board')}?{urlencode({**choice.query, 'unit': row.code})}"
        narrowed = _narrowed(row, kind, choice)
        lines.append(
            Line(
                row.label,
                row.code if kind == "procedure" else "",
                url,
                tuple(links.cell(figure, row.figures[figure], narrowed) for figure in COLUMNS),
            )
        )
    return lines

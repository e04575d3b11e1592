"""Figures as a board shows them: links to what is behind, lines of tables, trends, bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.indicators.index.places import Counted
from motcua.indicators.queries.board import NOW, SHOWN
from motcua.indicators.types import Board, BoardRow, Figure, Figures
from motcua.office.boards.asked import CHANNELS, Asked, received_of
from motcua.office.figures import figure_name
from motcua.office.period import unit_query
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
RECEIVED = (
    Figure.RECEIVED,
    Figure.RECEIVED_ONLINE,
    Figure.RECEIVED_COUNTER,
    Figure.RECEIVED_POST,
)
GROUPS: tuple[tuple[str, tuple[Figure, ...]], ...] = (
    ("received", RECEIVED),
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

    def __init__(self, query: dict[str, str]) -> None:
        """Keep what every address and every cell shares."""
        self._start = f"{reverse('office:board_dossiers')}?{urlencode(query)}"
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


def columns_of(asked: Asked) -> tuple[Figure, ...]:
    """Return the columns of the tables; by a channel only what was received is counted."""
    return (received_of(asked.narrow.channel),) if asked.narrow.channel else known(asked, COLUMNS)


def known(asked: Asked, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return those figures that a board of the period has: what is due soon, only while it runs."""
    return tuple(one for one in figures if one not in NOW or not asked.over)


def head_of(figure: Figure, asked: Asked) -> str:
    """Return the head of a column; "now" only while the period runs."""
    if figure is Figure.OVERDUE and asked.over:
        return _("Overdue at the end of the period")
    return figure_name(figure, short=True)


def headline_of(asked: Asked, totals: Figures, links: Links) -> dict[str, Any]:
    """Return one figure and its denominator in words."""
    resolved = totals[Figure.RESOLVED]
    if asked.narrow.channel:
        figure = received_of(asked.narrow.channel)
        value, whole = totals[figure], totals[Figure.RECEIVED]
        text = _("of %(n)s received: %(channel)s") % {
            "n": formats.number(whole),
            "channel": CHANNELS[asked.narrow.channel][1],
        }
        note = formats.percent(value / whole) if whole else ""
    elif resolved:
        figure, value = Figure.RESOLVED_IN_TIME, totals[Figure.RESOLVED_IN_TIME]
        text = _("of %(n)s resolved were on time") % {"n": formats.number(resolved)}
        note = formats.percent(value / resolved)
    else:
        figure, value = Figure.RECEIVED, totals[Figure.RECEIVED]
        text, note = _("received; none was resolved in this period"), ""
    return {"value": value, "text": text, "href": links.to(figure, value), "note": note}


def groups_of(asked: Asked, totals: Figures, links: Links) -> list[dict[str, Any]]:
    """Return the figures of the period in groups; by a channel only what was received."""
    titles = {
        "received": _("Received in the period"),
        "resolved": _("Resolved in the period"),
        "open": _("In process"),
        "paused": _("The clock stands"),
    }
    wanted = GROUPS[:1] if asked.narrow.channel else GROUPS
    return [
        {
            "title": titles[name],
            "cells": [links.cell(figure, totals[figure]) for figure in known(asked, figures)],
        }
        for name, figures in wanted
    ]


def trends_of(asked: Asked, shown: Board) -> list[dict[str, Any]]:
    """Return small multiples of one scale; a period of one day has no trend."""
    if len(shown.trend) < 2:
        return []
    channel = asked.narrow.channel
    if channel:
        name, words, _figure = CHANNELS[channel]
        wanted = [(name, f"{_('Received')}: {words}")]
    else:
        wanted = [("received", _("Received")), ("resolved", _("Resolved"))]
        if any(point.late for point in shown.trend):
            wanted.append(("late", _("Resolved late")))
    most = max(getattr(point, name) for name, _words in wanted for point in shown.trend)
    shape = "%m/%Y" if shown.trend_by_month else "%d/%m"
    return [
        {
            "title": title,
            "most": most,
            "points": [
                Point(point.day.strftime(shape), getattr(point, name)) for point in shown.trend
            ],
        }
        for name, title in wanted
    ]


def several(shown: Board, counted: Counted) -> bool:
    """Tell whether several units resolve dossiers, or something was taken over with figures.

    A commune's centre only takes dossiers in.
    """
    taken = {one.unit_id for one in counted.taken}
    if len(shown.by_unit) > 1 and any(row.key in taken for row in shown.by_unit):
        return True
    competent = [
        row for row in shown.by_unit if row.figures[Figure.OPEN] or row.figures[Figure.RESOLVED]
    ]
    return len(competent) > 1


def overdue_bars(rows: Iterable[BoardRow], links: Links, kind: str, asked: Asked) -> dict[str, Any]:
    """Return who or what has most overdue now, as bars, and how many more there are."""
    bars = [
        Bar(
            row.label,
            row.figures[Figure.OVERDUE],
            links.to(Figure.OVERDUE, 1, narrowed_of(row, kind, asked)),
            Tone.OVERDUE,
        )
        for row in rows
        if row.figures[Figure.OVERDUE]
    ]
    return {
        "caption": head_of(Figure.OVERDUE, asked),
        "bars": bars[:HELPED],
        "more": max(0, len(bars) - HELPED),
    }


def narrowed_of(row: BoardRow, kind: str, asked: Asked) -> str:
    """Return what picks a row's dossiers; a unit's own row leaves out those below."""
    if kind == "unit":
        return f"&{urlencode(unit_narrowed(row, asked))}"
    return f"&{urlencode({kind: row.key if kind == 'official' else row.code})}"


def unit_narrowed(row: BoardRow, asked: Asked) -> dict[str, str]:
    """Return what picks the dossiers of a unit's row in an address.

    What was taken over stands under who took it over; whoever may read that one may count it.
    """
    if row.key in asked.taken_ids:
        return {"taken": str(row.key)}
    if row.key == asked.unit.id:
        return {"own": "1"}
    unit = asked.directory.get(row.key)
    return unit_query(unit) if unit else {"unit": row.code}


def lines_of(
    rows: Iterable[BoardRow],
    links: Links,
    kind: str,
    asked: Asked,
    columns: tuple[Figure, ...] = (),
) -> list[Line]:
    """Return the rows of a table; the name of a unit, procedure or field leads to its own board."""
    lines = []
    columns = columns or columns_of(asked)
    shown = list(rows)
    for row in shown if kind in {"unit", "field"} else shown[:ROWS]:
        url = ""
        if kind == "unit" and row.key not in {asked.unit.id, asked.choice.taken}:
            url = asked.board_url(**unit_narrowed(row, asked))
        elif kind in {"procedure", "field"} and asked.narrow.query.get(kind) != row.code:
            url = asked.board_url(**{kind: row.code})
        narrowed = narrowed_of(row, kind, asked)
        lines.append(
            Line(
                row.label,
                row.code if kind == "procedure" else "",
                url,
                tuple(links.cell(figure, row.figures[figure], narrowed) for figure in columns),
            )
        )
    return lines

"""A board on a wall screen: at most four panels, large, without a name of anybody.

The panels are made of the same figures as the page; nothing leads anywhere and nothing is asked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from motcua.indicators.index.places import Counted
from motcua.indicators.queries.counted_board import board_of
from motcua.indicators.types import Board, Figure, Period
from motcua.kernel import clock
from motcua.office.boards.asked import Reader
from motcua.office.boards.centre import Peek, hall_keys, queue_bars
from motcua.office.boards.shown import RECEIVED
from motcua.office.figures import figure_name
from motcua.organisations.types import UnitView
from motcua.ui import formats
from motcua.ui.types import Bar, KeyFigure, Point, Tone

TURN_SECONDS = 15
"""How long a panel stands."""
SHOWN = 5
"""Lines of a panel that can be read from eight metres."""


@dataclass(frozen=True)
class Panel:
    """One screenful: key figures, bars or a trend under one title."""

    title: str
    headline: dict[str, Any] | None = None
    keys: tuple[KeyFigure, ...] = ()
    bars: tuple[Bar, ...] = ()
    unit: str = ""
    trends: tuple[dict[str, Any], ...] = ()
    empty: str = ""


@dataclass(frozen=True)
class Wall:
    """What a wall screen shows."""

    unit: UnitView
    period: Period
    panels: tuple[Panel, ...]


def wall_of(
    reader: Reader,
    unit: UnitView,
    counted: Counted,
    period: Period,
    *,
    procedure_ids: Collection[int] | None = None,
    hall: Peek | None = None,
) -> Wall:
    """Return the panels of a unit's board; `hall` is the state of its hall, where it has one."""
    shown = board_of(counted, period, procedure_ids=procedure_ids, officials=False)
    build = {
        Reader.CENTRE: _centre,
        Reader.PROVINCE: _province,
        Reader.MINISTRY: _ministry,
        Reader.UNIT: _unit,
    }[reader]
    return Wall(unit, period, tuple(build(shown, hall))[:4])


def _unit(shown: Board, hall: Peek | None) -> list[Panel]:
    panels = [_now(shown), _trend(shown)]
    if hall is not None and hall.hall:
        panels.append(_hall(hall))
    panels.append(_overdue(shown, of_units=False))
    return panels


def _province(shown: Board, hall: Peek | None) -> list[Panel]:
    del hall
    return [_now(shown), _overdue(shown, of_units=True), _trend(shown), _biggest(shown)]


def _ministry(shown: Board, hall: Peek | None) -> list[Panel]:
    del hall
    return [_now(shown), _overdue(shown, of_units=False), _trend(shown), _biggest(shown)]


def _centre(shown: Board, hall: Peek | None) -> list[Panel]:
    panels = [_hall(hall)] if hall is not None and hall.hall else []
    return [*panels, _intake(shown), _trend(shown, received_only=True), _biggest(shown)]


def _now(shown: Board) -> Panel:
    totals = shown.totals
    resolved, in_time = totals[Figure.RESOLVED], totals[Figure.RESOLVED_IN_TIME]
    headline = None
    if resolved:
        headline = {
            "value": formats.percent(in_time / resolved),
            "text": _("on time: %(in_time)s of %(n)s resolved")
            % {"in_time": formats.number(in_time), "n": formats.number(resolved)},
        }
    overdue, soon = totals[Figure.OVERDUE], totals[Figure.DUE_SOON]
    over = shown.period.last < clock.today()
    due = KeyFigure(
        soon,
        _("due by the end of the next working day"),
        tone=Tone.DUE_SOON if soon else Tone.NEUTRAL,
    )
    return Panel(
        _("As it stood at the end of the period") if over else _("The service now"),
        headline,
        (
            KeyFigure(totals[Figure.RECEIVED], _("received in the period")),
            KeyFigure(totals[Figure.OPEN], _("in process")),
            *(() if over else (due,)),
            KeyFigure(
                overdue,
                figure_name(Figure.OVERDUE) if over else _("overdue now"),
                tone=Tone.OVERDUE if overdue else Tone.DONE,
            ),
        ),
    )


def _intake(shown: Board) -> Panel:
    totals = shown.totals
    return Panel(
        _("Received"),
        {
            "value": totals[Figure.RECEIVED],
            "text": _("received in the period"),
        },
        (*(KeyFigure(totals[one], figure_name(one)) for one in RECEIVED[1:]),),
    )


def _hall(hall: Peek) -> Panel:
    return Panel(
        _("The hall now"),
        keys=tuple(hall_keys(hall)),
        bars=tuple(queue_bars(hall)[:4]),
        unit=_("people who wait"),
    )


def _overdue(shown: Board, *, of_units: bool) -> Panel:
    rows = shown.by_unit if of_units else shown.by_procedure
    bars = [
        Bar(row.label, row.figures[Figure.OVERDUE], tone=Tone.OVERDUE)
        for row in rows
        if row.figures[Figure.OVERDUE]
    ]
    title = _("Where most is overdue") if of_units else _("Overdue, by procedure")
    return Panel(
        title, bars=tuple(bars[:SHOWN]), unit=_("dossiers"), empty=_("Nothing is overdue.")
    )


def _biggest(shown: Board) -> Panel:
    rows = sorted(
        shown.by_procedure, key=lambda row: (-row.figures[Figure.RECEIVED], row.label, row.code)
    )
    bars = [Bar(row.label, row.figures[Figure.RECEIVED]) for row in rows[:SHOWN]]
    return Panel(
        _("Most received, by procedure"),
        bars=tuple(one for one in bars if one.value),
        unit=_("dossiers"),
        empty=_("No figures in this period yet"),
    )


def _trend(shown: Board, *, received_only: bool = False) -> Panel:
    shape = "%m/%Y" if shown.trend_by_month else "%d/%m"
    wanted = [("received", _("Received"))]
    if not received_only:
        wanted.append(("resolved", _("Resolved")))
    points = shown.trend if len(shown.trend) > 1 else ()
    most = max((getattr(point, name) for name, _w in wanted for point in points), default=0)
    return Panel(
        _("Trend"),
        unit=_("per month") if shown.trend_by_month else _("per day"),
        trends=tuple(
            {
                "title": words,
                "most": most,
                "points": [Point(one.day.strftime(shape), getattr(one, name)) for one in points],
            }
            for name, words in wanted
            if points
        ),
        empty=_("A trend needs two days at least."),
    )

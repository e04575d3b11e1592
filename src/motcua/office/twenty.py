"""The procedures that matter, for a page and a file: words, links, lines, the reader's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.documents.tables import Cell as FileCell
from motcua.documents.tables import Column, ColumnKind
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.indicators.queries.twenty import REUSE, Twenty, matters_of
from motcua.indicators.twenty_rules import (
    Matter,
    Matters,
    Pays,
    Placed,
    data_pays,
    full_service_pays,
    ordered,
    per_year,
)
from motcua.indicators.types import Figure
from motcua.office.figures import figure_name
from motcua.office.period import Choice
from motcua.office.serviceindex import list_url
from motcua.ui import formats
from motcua.ui.types import Cell

MATTERS: dict[Matter, Any] = {
    Matter.DOSSIERS: gettext_lazy("Dossiers"),
    Matter.ONLINE: gettext_lazy("Filed online"),
    Matter.LATE: pgettext_lazy("dossiers", "Late"),
    Matter.REUSED: gettext_lazy("Re-use of data"),
}
LEVELS: dict[str, Any] = {
    "full": gettext_lazy("full online service"),
    "partial": gettext_lazy("partial online service"),
    "none": gettext_lazy("no online service"),
    "": gettext_lazy("not known"),
}
LEVEL_ORDER = {"": 0, "none": 1, "partial": 2, "full": 3}

PLACED_KEYS: dict[str, Callable[[Placed], Any]] = {
    "name": lambda one: one.row.label.casefold(),
    "received": lambda one: one.row.received,
    "online": lambda one: one.row.online,
    "late": lambda one: one.row.late,
    "overdue": lambda one: one.row.overdue,
    "reused": lambda one: one.row.reuse.reused,
    "share": lambda one: one.share,
}
FULL_KEYS: dict[str, Callable[[Pays], Any]] = {
    "name": lambda one: one.row.label.casefold(),
    "counter": lambda one: one.row.counter,
    "post": lambda one: one.row.post,
    "online": lambda one: one.row.online,
    "level": lambda one: LEVEL_ORDER.get(one.row.level, 0),
    "yearly": lambda one: one.yearly,
}
DATA_KEYS: dict[str, Callable[[Pays], Any]] = {
    "name": lambda one: one.row.label.casefold(),
    "without": lambda one: one.row.reuse.without,
    "reused": lambda one: one.row.reuse.reused,
    "unknown": lambda one: one.row.reuse.unknown,
    "held": lambda one: one.row.held,
    "yearly": lambda one: one.yearly,
}


@dataclass(frozen=True)
class Links:
    """Addresses behind figures of one unit and period; `board`: whether lists may be opened."""

    choice: Choice
    board: bool

    def figure(self, figure: Figure, value: int, code: str = "") -> Cell:
        """Return a board's figure with its list."""
        query = {**self.choice.query, "figure": figure.value}
        if code:
            query["procedure"] = code
        url = f"{reverse('office:board_dossiers')}?{urlencode(query)}"
        return Cell(
            figure_name(figure),
            value,
            url if self.board and value else "",
            alert=bool(value) and figure in {Figure.LATE, Figure.OVERDUE},
        )

    def reuse(self, value: int, side: str, code: str = "") -> Cell:
        """Return a count of indicator 4.3 with its list."""
        query = {**self.choice.query, "procedure": code} if code else self.choice.query
        return Cell(MATTERS[Matter.REUSED], value, list_url(REUSE, side, query) if value else "")


def twenty_read(choice: Choice) -> Twenty:
    """Return what each procedure brought to the unit of the choice."""
    whole = choice.wholly()
    with whole.seen():
        return matters_of(whole.unit.id, whole.counted.ids, whole.period)


def links_of(request: SignedInRequest, choice: Choice) -> Links:
    """Return the links: who reads reports only sees the figures of the board without lists."""
    return Links(choice, request.actor.may(Action.BOARD_READ, choice.unit.id))


def share_text(value: Fraction) -> str:
    """Return a share with one decimal."""
    return formats.percent(float(value))


def yearly_text(value: Fraction) -> str:
    """Return a number a year, in whole dossiers or papers."""
    return formats.number(round(value))


def sums(rows: Sequence[Matters]) -> dict[str, int]:
    """Return the sums over all procedures."""
    return {
        "received": sum(row.received for row in rows),
        "online": sum(row.online for row in rows),
        "late": sum(row.late for row in rows),
        "overdue": sum(row.overdue for row in rows),
        "reused": sum(row.reuse.reused for row in rows),
    }


def cells_of(row: Matters, links: Links) -> list[Cell]:
    """Return received, online, late, overdue, re-used of a procedure."""
    return [
        links.figure(Figure.RECEIVED, row.received, row.code),
        links.figure(Figure.RECEIVED_ONLINE, row.online, row.code),
        links.figure(Figure.LATE, row.late, row.code),
        links.figure(Figure.OVERDUE, row.overdue, row.code),
        links.reuse(row.reuse.reused, "counted", row.code),
    ]


def file_table(
    found: Twenty, matter: Matter, choice: Choice
) -> tuple[list[Column], list[list[FileCell]]]:
    """Return every procedure with all its parts, each line with whose, of when and as of when."""
    unit, period = choice.unit, choice.period
    whose = (unit.full_name, unit.code, period.first, period.last, found.window.until)
    full = {one.row.code: one.yearly for one in full_service_pays(found.rows, found.days)}
    data = {one.row.code: one.yearly for one in data_pays(found.rows, found.days)}
    placed = ordered(found.rows, matter)
    missing = {row.code for row in found.rows} - {one.row.code for one in placed}
    nothing = Fraction(0)
    rest = [(0, row, nothing, nothing) for row in found.rows if row.code in missing]
    lines = [(one.place, one.row, one.share, one.together) for one in placed]
    return _file_columns(), [
        [
            place or None,
            row.code,
            row.label,
            *(row.received, row.online, row.counter, row.post, row.late, row.overdue),
            *_reuse(row, found),
            str(LEVELS[row.level]),
            row.held,
            row.papers,
            _tenth(share * 100),
            _tenth(together * 100) if place else None,
            _tenth(full.get(row.code, per_year(0, found.days))),
            None if found.unsound else _tenth(data.get(row.code, per_year(0, found.days))),
            *whose,
        ]
        for place, row, share, together in (*lines, *rest)
    ]


def _file_columns() -> list[Column]:
    whole = ColumnKind.INTEGER
    return [
        Column(_("Rank"), whole),
        Column(_("Procedure"), width=14),
        Column(_("Name of the procedure"), width=60),
        Column(_("Received"), whole),
        Column(_("Online"), whole),
        Column(_("At the counter"), whole),
        Column(_("By post"), whole),
        Column(_("Resolved late"), whole),
        Column(_("Overdue at the end of the period"), whole),
        Column(_("With re-used data"), whole),
        Column(_("Nothing re-used"), whole),
        Column(_("Re-use not known"), whole),
        Column(_("Online service")),
        Column(_("Papers that the State holds"), whole),
        Column(_("Papers asked for"), whole),
        Column(_("Share in per cent"), ColumnKind.DECIMAL),
        Column(_("Share up to here in per cent"), ColumnKind.DECIMAL),
        Column(_("Not online, a year"), ColumnKind.DECIMAL),
        Column(_("Papers to spare, a year"), ColumnKind.DECIMAL),
        Column(_("Unit"), width=32),
        Column(_("Code"), width=10),
        Column(_("First day"), ColumnKind.DATE),
        Column(_("Last day"), ColumnKind.DATE),
        Column(_("Figures as of"), ColumnKind.INSTANT),
    ]


def _reuse(row: Matters, found: Twenty) -> tuple[int | None, ...]:
    if found.unsound:
        return (None, None, None)
    return (row.reuse.reused, row.reuse.without, row.reuse.unknown)


def _tenth(value: Fraction) -> float:
    return round(float(value), 1)

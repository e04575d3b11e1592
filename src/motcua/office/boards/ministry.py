"""The board by field and procedure across units: how a ministry looks at its own fields."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from motcua.identity.access import SignedInRequest
from motcua.indicators.queries.counted_board import board_of
from motcua.indicators.queries.figures import added
from motcua.indicators.types import Board, BoardRow, Figure, Figures
from motcua.office.boards.asked import Asked
from motcua.office.boards.now import flow_keys, overdue_key, soon_key, today_of
from motcua.office.boards.shown import Links, lines_of, overdue_bars
from motcua.office.boards.unit import causes_bars, common, overdue_causes
from motcua.procedures.queries import procedure_fields


def peek(request: SignedInRequest, asked: Asked) -> None:
    """Nothing but figures stands on this board."""
    del request, asked


def build(request: SignedInRequest, asked: Asked, peeked: None) -> dict[str, Any]:
    """Return what the page shows."""
    del request, peeked
    shown = board_of(
        asked.counted,
        asked.choice.period,
        procedure_ids=asked.narrow.procedure_ids,
        officials=False,
    )
    links = Links(asked.query)
    today = today_of(asked)
    keys = [] if asked.narrow.channel else [overdue_key(today), soon_key(today)]
    fields = _fields(asked, shown)
    one_field = len(fields) == 1
    kind, rows = ("procedure", shown.by_procedure) if one_field else ("field", tuple(fields))
    return {
        **common(asked, shown, links),
        "keys": [*keys, *flow_keys(asked, today)],
        "overdue": {"bars": [], "more": 0}
        if asked.narrow.channel
        else overdue_bars(rows, links, kind, asked),
        "causes": causes_bars(
            asked, overdue_causes(asked, shown.totals, shown.window), asked.query
        ),
        "by_field": lines_of(fields, links, "field", asked),
        "by_procedure": lines_of(shown.by_procedure, links, "procedure", asked),
        "by_unit": lines_of(shown.by_unit, links, "unit", asked),
    }


def _fields(asked: Asked, shown: Board) -> list[BoardRow]:
    """Return figures by field, in the order in which the others are: most overdue first."""
    of = procedure_fields()
    names = {field.code: field.name for field in asked.fields}
    parts: dict[str, list[Figures]] = {}
    for row in shown.by_procedure:
        parts.setdefault(of.get(row.key, ""), []).append(row.figures)
    rows = [
        BoardRow(0, code, names.get(code, _("Field not known")), added(found))
        for code, found in parts.items()
    ]
    rows.sort(
        key=lambda row: (
            -row.figures[Figure.OVERDUE],
            -row.figures[Figure.LATE],
            -row.figures[Figure.OPEN],
            -row.figures[Figure.RECEIVED],
            row.label,
        )
    )
    return rows

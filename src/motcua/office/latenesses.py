"""What the pages of the causes of lateness share: choice, counts, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from motcua.documents.tables import Cell, Column, ColumnKind
from motcua.dossiers.late_words import LATE_CAUSES
from motcua.dossiers.types import LateCause
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.indicators.queries import window_of
from motcua.indicators.queries.causes import Causes, causes_of
from motcua.indicators.queries.counted_board import taken_over_name
from motcua.indicators.types import Figure, Window
from motcua.office.period import Choice, choice_of
from motcua.organisations.queries import units_by_ids
from motcua.procedures.queries import procedure_names


def cause_name(cause: LateCause) -> str:
    """Return a cause in words."""
    return str(LATE_CAUSES.get(cause, "")) or _("No cause on record")


@dataclass(frozen=True)
class Lateness:
    """The choice, and every late dossier of it with its cause."""

    choice: Choice
    window: Window
    causes: Causes


def lateness_read(request: SignedInRequest) -> Lateness:
    """Read what the address asks for; raises Http404 for units of others."""
    choice = choice_of(request, Action.BOARD_READ)
    window = window_of(choice.period, unit_id=choice.unit.id)
    with choice.seen():
        return Lateness(choice, window, causes_of(choice.counted.ids, window))


def unit_names(found: Lateness) -> dict[int, str]:
    """Return what the units of the late dossiers are called, those that were taken over so."""
    views = units_by_ids({row.unit_id for row in found.causes.rows})
    taken = found.choice.counted.taken_ids
    return {
        key: taken_over_name(view.full_name) if key in taken else view.full_name
        for key, view in views.items()
    }


def lateness_table(found: Lateness) -> tuple[list[Column], list[list[Cell]]]:
    """Return one line per unit, procedure and cause, as a file tells it."""
    units = unit_names(found)
    names = procedure_names({row.procedure_id for row in found.causes.rows})
    counted: dict[tuple[str, str, str, LateCause], dict[Figure, int]] = {}
    for row in found.causes.rows:
        code, name = names[row.procedure_id]
        key = (units[row.unit_id], code, name, row.cause)
        line = counted.setdefault(key, {})
        line[row.figure] = line.get(row.figure, 0) + 1
    columns = [
        Column(_("Unit"), width=32),
        Column(_("Procedure"), width=14),
        Column(_("Name of the procedure"), width=60),
        Column(_("Cause"), width=44),
        Column(_("Resolved late"), ColumnKind.INTEGER, 14),
        Column(_("Overdue at the end of the period"), ColumnKind.INTEGER, 14),
    ]
    lines: list[list[Cell]] = [
        [
            *key[:3],
            cause_name(key[3]),
            line.get(Figure.LATE, 0),
            line.get(Figure.OVERDUE, 0),
        ]
        for key, line in sorted(counted.items(), key=lambda pair: str(pair[0]))
    ]
    return columns, lines


def causes_shown(found: dict[LateCause, int]) -> list[tuple[LateCause, int]]:
    """Return the causes that occur, the most first; those without one last."""
    named = [(cause, n) for cause, n in found.items() if n and cause is not LateCause.NONE]
    rest: list[Any] = [(LateCause.NONE, found[LateCause.NONE])]
    return [*sorted(named, key=lambda pair: -pair[1]), *(one for one in rest if one[1])]

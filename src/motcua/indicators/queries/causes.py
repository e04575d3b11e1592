"""Why dossiers were late: the dossiers behind two figures, by the cause on record.

Nothing is counted twice or left out: they are those that LATE (ended late in the period) and
OVERDUE (open past the due instant at its end) count, and the sums are these figures. The cause is
the one on record now; it is a fold of the dossier's events (`dossiers.rules`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from motcua.dossiers.queries.late import ids_past_due, late_causes
from motcua.dossiers.types import LateCause
from motcua.indicators import rules
from motcua.indicators.queries.behind import WINDOWS
from motcua.indicators.queries.branches import ASKED, asked_of
from motcua.indicators.queries.steps import LATER_ACTS
from motcua.indicators.rules import Term
from motcua.indicators.types import Figure, Measure, Window
from motcua.kernel import clock
from motcua.kernel.arrays import array_text

FIGURES = (Figure.LATE, Figure.OVERDUE)
RECENT = timedelta(days=2)
_MOVED = """
SELECT DISTINCT dossier_id FROM (#acts) acts
WHERE unit_id IN (SELECT unit_id FROM asked) AND at > %(until)s AND measure <> %(overdue)s
"""
# After this instant nobody has acted: to find that out unit by unit takes longer than all the rest
# of a country's board. Of a day ago a unit's own acts are few, and the country's many.
_MOVED_NOW = ASKED + _MOVED.replace("#acts", LATER_ACTS)
_MOVED_SINCE = ASKED + _MOVED.replace("#acts", "SELECT * FROM indicators_step")

_AMONG = " JOIN unnest(%(among)s::bigint[]) AS among(dossier_id) USING (dossier_id)"


@dataclass(frozen=True, slots=True)
class LateDossier:
    """A late dossier as it is counted: ended late, or still open and overdue."""

    dossier_id: int
    unit_id: int
    procedure_id: int
    figure: Figure
    cause: LateCause


@dataclass(frozen=True)
class Causes:
    """Every late dossier of some units and a window."""

    rows: tuple[LateDossier, ...]

    def counts(self, figure: Figure | None = None) -> dict[LateCause, int]:
        """Return how many there are of each cause, those without a cause last."""
        found = Counter(row.cause for row in self.rows if figure in {None, row.figure})
        order = [one for one in LateCause if one is not LateCause.NONE] + [LateCause.NONE]
        return {cause: found[cause] for cause in order}

    def by(self, name: str) -> dict[int, dict[LateCause, int]]:
        """Return counts by `unit_id` or `procedure_id`, the most first."""
        split: dict[int, Counter[LateCause]] = {}
        for row in self.rows:
            split.setdefault(getattr(row, name), Counter())[row.cause] += 1
        ordered = sorted(split.items(), key=lambda pair: (-pair[1].total(), pair[0]))
        return {key: dict(found) for key, found in ordered}

    def behind(
        self,
        *,
        cause: LateCause | None = None,
        unit_id: int | None = None,
        procedure_id: int | None = None,
        figure: Figure | None = None,
    ) -> list[int]:
        """Return the dossiers behind a cell, the newest first."""
        wanted = (cause, unit_id, procedure_id, figure)
        return sorted(
            (
                row.dossier_id
                for row in self.rows
                if all(
                    one is None or one == own
                    for one, own in zip(
                        wanted,
                        (row.cause, row.unit_id, row.procedure_id, row.figure),
                        strict=True,
                    )
                )
            ),
            reverse=True,
        )


def causes_of(
    unit_ids: Collection[int], window: Window, figures: Iterable[Figure] = FIGURES
) -> Causes:
    """Return the late dossiers of these competent units with their causes; five statements at most.

    `figures`: only those that one of these counts.
    """
    found: list[tuple[int, int, int, Figure]] = []
    for figure in figures:
        among = _overdue_among(unit_ids, window) if figure is Figure.OVERDUE else None
        found += [(*row, figure) for row in _behind(figure, unit_ids, window, among)]
    causes = late_causes(row[0] for row in found)
    return Causes(tuple(LateDossier(*row, causes[row[0]]) for row in found if row[0] in causes))


def _overdue_among(unit_ids: Collection[int], window: Window) -> list[int] | None:
    """Return dossiers that hold all that were overdue when a window ended not long ago, else None.

    Who was overdue then and has not moved since stands so today; whoever moved since left an
    increment after that instant. Else every dossier that was ever given a due instant is summed.
    """
    if clock.now() - window.until > RECENT:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            _MOVED_NOW if window.runs else _MOVED_SINCE,
            {
                **asked_of(unit_ids, {}),
                "until": window.until,
                "day_end": window.until + RECENT,
                "overdue": int(Measure.OVERDUE),
            },
        )
        moved = [dossier_id for (dossier_id,) in cursor.fetchall()]
    return [*moved, *ids_past_due(unit_ids, window.until)]


def _behind(
    figure: Figure, unit_ids: Collection[int], window: Window, among: Collection[int] | None
) -> Iterable[tuple[int, int, int]]:
    parameters: dict[str, Any] = {
        "units": array_text(sorted(unit_ids)),
        "among": array_text(sorted(set(among or ()))),
        "before": window.before,
        "until": window.until,
        "ahead": window.ahead,
    }
    # As rows: of an array the planner thinks that reading all of the units is cheaper.
    narrowed = "" if among is None else _AMONG
    counted = " UNION ALL ".join(
        _term(term, number, parameters, narrowed)
        for number, term in enumerate(rules.DEFINITIONS[figure])
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT dossier_id, unit_id, procedure_id FROM ({counted}) c"  # noqa: S608 - constants
            " GROUP BY 1, 2, 3 HAVING sum(delta) > 0",
            parameters,
        )
        rows: list[tuple[int, int, int]] = cursor.fetchall()
        return rows


def _term(term: Term, number: int, parameters: dict[str, Any], narrowed: str) -> str:
    parameters[f"measures{number}"] = [int(measure) for measure in term.measures]
    return (
        f"SELECT dossier_id, unit_id, procedure_id, {term.weight} * delta AS delta"  # noqa: S608 - constants
        f" FROM indicators_step{narrowed} WHERE unit_id = ANY(%(units)s::bigint[])"
        f" AND measure = ANY(%(measures{number})s) AND {WINDOWS[term.over]}"
    )

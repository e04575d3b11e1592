"""What people said after the result: how many of whose result was given, and how satisfied.

The cohort are the dossiers that ended with a result in the period; their ratings up to the date of
the data are its answers. So the response rate has its true denominator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.feedback.indexed import ratings_indexed
from motcua.indicators.index.asking import Places, parameters_of
from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.build import FROM
from motcua.indicators.index.common import RESOLVED
from motcua.indicators.index.definition import Entity, Span
from motcua.indicators.index.periods import months_of
from motcua.indicators.index.places import places
from motcua.indicators.index.runners.postgres import Postgres
from motcua.indicators.queries.figures import window_of
from motcua.indicators.queries.index import LIVE, sound_check
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

SCORES = (5, 4, 3, 2, 1)
SATISFIED_FROM = 4
"""Very satisfied or satisfied; in the middle is not satisfied."""
_SOURCE = FROM[Entity.DOSSIER].format(
    joins="LEFT JOIN rating AS r ON r.dossier_code = d.code AND r.rated_at <= :until",
    base=RESOLVED,
)
SQL = f"""SELECT shown_under, score, COUNT(*) AS dossiers
FROM (SELECT pl.shown_under AS shown_under, r.score AS score {_SOURCE}) AS s
GROUP BY shown_under, score"""  # noqa: S608 - definitions


@dataclass(frozen=True)
class Said:
    """What was said of the results of a unit: dossiers with a result, and ratings by score."""

    resolved: int
    scores: Mapping[int, int]

    @property
    def answers(self) -> int:
        """Return how many were rated."""
        return sum(self.scores.values())

    @property
    def satisfied(self) -> int:
        """Return how many were rated as satisfied or very satisfied."""
        return sum(n for score, n in self.scores.items() if score >= SATISFIED_FROM)


def satisfaction_of(unit_id: int, period: Period) -> tuple[datetime, Said]:
    """Return the date of the data, and what was said of the results of a unit in a period.

    Sums only, read as system work. Raises what `compare.sums_of` raises.
    """
    window = window_of(period)
    span = Span(clock.midnight(period.first), window.until, months_of(period))
    with scope_use(SYSTEM):
        sound_check()
        under = places({unit_id}, units_tree(), window.until)
        found = satisfaction_counts(span, under)
    return window.until, found.get(unit_id, Said(0, dict.fromkeys(SCORES, 0)))


def satisfaction_counts(span: Span, under: Places) -> dict[int, Said]:
    """Return what was said, by the unit under which it is shown; the scope decides of which."""
    ratings = [
        {"dossier_code": code, "score": score, "rated_at": at}
        for code, score, at in ratings_indexed()
    ]
    found: dict[int, dict[int, int]] = {}
    for shown, score, number in Postgres({"rating": ratings}, live=LIVE).rows(
        SQL, parameters_of(span), under
    ):
        found.setdefault(int(shown), {})[int(score or 0)] = int(number)
    return {
        shown: Said(sum(by.values()), {score: by.get(score, 0) for score in SCORES})
        for shown, by in found.items()
    }

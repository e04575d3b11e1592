"""What people of the sample said after their results: some of them, most of them satisfied."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from motcua.dossiers.queries import dossiers_search
from motcua.dossiers.types import Status
from motcua.dossiers.views import DossierRow
from motcua.feedback.services import rating_give
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM

if TYPE_CHECKING:
    from motcua.config.demo.build import Builder

PAGE = 100
PAGES = 1  # of a commune's newest dossiers: some hundred ratings are enough to see
ANSWERED = 0.2
SCORES = ((5, 46.0), (4, 40.0), (3, 7.0), (2, 5.0), (1, 2.0))
LATE_SCORES = ((5, 8.0), (4, 22.0), (3, 25.0), (2, 30.0), (1, 15.0))


def ratings_part(builder: Builder) -> str:
    """Let some of those whose result was given say how it was, an hour to two days later."""
    given = 0
    for one in builder.scale.communes:
        random = Random(f"motcua-ratings-{one.code}")  # noqa: S311 - the same sample everywhere
        for row in _ended(builder.bodies[one.code][""].id):
            given += _rated(row, random)
    return f"{given} ratings"


def _ended(unit_id: int) -> list[DossierRow]:
    rows: list[DossierRow] = []
    after = ""
    for _page in range(PAGES):
        page = dossiers_search(
            unit_ids=[unit_id], status=[Status.DONE, Status.RETURNED], after=after, limit=PAGE
        )
        rows += [row for row in page.rows if row.competent_unit_id == unit_id and row.ended_at]
        after = page.after
        if not after:
            break
    return rows


def _rated(row: DossierRow, random: Random) -> bool:
    assert row.ended_at is not None
    said = random.random() < ANSWERED
    after = timedelta(hours=random.uniform(1, 48))
    late = row.due_at is not None and row.ended_at > row.due_at
    scores = LATE_SCORES if late else SCORES
    score = random.choices([s for s, _w in scores], [w for _s, w in scores])[0]
    at = row.ended_at + after
    if not said or at > clock.now():
        return False
    with clock.clock_set(at):
        rating_give(scope=SYSTEM, code=row.code, score=score)
    return True

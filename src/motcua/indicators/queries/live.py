"""Whether the figures of some units may have changed since somebody looked: one cheap statement.

A board that is open asks again and again. What an act adds stands in the increments at the act's
instant; so those of the last hour, and whatever is not folded yet (what happened long ago and was
entered just now), tell that something was added, without a sum. What only time changes (a due
instant passes) is no act and not asked for: whoever asks puts the minute into the mark.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import connection

from motcua.indicators.queries.branches import ASKED, asked_of
from motcua.indicators.queries.steps import UNFOLDED
from motcua.indicators.types import Measure
from motcua.kernel import clock

RECENT = timedelta(hours=1)
_MARK = """
SELECT count(*), max(id) FROM (
  SELECT id FROM indicators_step
  WHERE unit_id IN (SELECT unit_id FROM asked) AND at > %(since)s AND at <= %(now)s
    AND measure <> %(overdue)s
  UNION ALL
  SELECT id FROM (#unfolded) few
  WHERE unit_id IN (SELECT unit_id FROM asked) AND at <= %(since)s
) recent
"""


def figures_mark(unit_ids: Collection[int]) -> str:
    """Return a text that is another one when increments of the units were added; one statement.

    It may also differ when none was added (an hour has passed since some). What happened more than
    an hour ago, is entered and folded between two looks is not told: the minute in the mark of
    whoever asks bounds how long.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            ASKED + _MARK.replace("#unfolded", UNFOLDED),
            {
                **asked_of(unit_ids, {}),
                "since": now - RECENT,
                "now": now,
                "overdue": int(Measure.OVERDUE),
            },
        )
        count, last = cursor.fetchone()
    return f"{count}.{last or 0}"

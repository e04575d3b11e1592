"""A long history of receptions, put into the totals as the roll-up would: no dossier behind it."""

from __future__ import annotations

from datetime import date, timedelta

from motcua.deadlines.queries import calendar_for
from motcua.indicators.models import Total
from motcua.indicators.types import Measure

WEEKDAYS = (9, 6, 5, 4, 6, 0, 0)


def history_told(unit_id: int, procedure_id: int, last: date, weeks: int = 40) -> int:
    """Let a unit have received every open day up to `last`; returns how many there were."""
    calendar = calendar_for(unit_id)
    rows, whole = [], 0
    for number in range(7 * weeks):
        day = last - timedelta(days=number)
        if not calendar.is_working(day):
            continue
        count = WEEKDAYS[day.weekday()] + (day.toordinal() * 7) % 4
        whole += count
        rows += [
            Total(
                unit_id=unit_id,
                dimension=dimension,
                grain=Total.DAY,
                start=day,
                key=key,
                measure=int(Measure.INTAKE_COUNTER),
                total=count,
            )
            for dimension, key in ((0, 0), (1, procedure_id))
        ]
    Total.objects.bulk_create(rows)
    return whole

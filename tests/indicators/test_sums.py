"""What SQL sums is what the rules sum: random increments, any window, folded in part."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from tests.builders.organisations import commune_make

from motcua.indicators import rules
from motcua.indicators.models import Step
from motcua.indicators.queries.figures import figures_by, figures_of_procedures, window_of
from motcua.indicators.services import rollup_fold
from motcua.indicators.types import Dimension, Increment, Measure, Period
from motcua.kernel import clock

PROCEDURES = (71, 72, 73)
KEYS = {
    Dimension.UNIT: lambda row: row.unit_id,
    Dimension.PROCEDURE: lambda row: row.procedure_id,
    Dimension.OFFICIAL: lambda row: row.official_id,
}
# Early and late in a month, so that what comes later is added and taken off.
NOWS = tuple(datetime(2026, 9, day, 11, tzinfo=clock.LEGAL_ZONE) for day in (3, 10, 24))

pytestmark = pytest.mark.usefixtures("system_scope")


def increments(chance, units, now):
    """Return increments of any kind; only what falls due lies ahead, and only ends were ended."""
    rows = []
    for number in range(chance.randrange(20, 400)):
        measure = chance.choice((*Measure, *[Measure.OVERDUE] * 10))
        at = known = now - timedelta(minutes=chance.randrange(300 * 1440))
        if measure is Measure.OVERDUE:
            at = max(known, now + timedelta(minutes=chance.randrange(-3 * 1440, 3 * 1440)))
        delta = chance.choice((1, 1, -1))
        again = delta < 0 and measure in rules.ENDS
        rows.append(
            Increment(
                dossier_id=number,
                unit_id=chance.choice(units),
                procedure_id=chance.choice(PROCEDURES),
                official_id=chance.choice((0, 5)),
                at=at,
                known_at=known,
                measure=measure,
                delta=delta,
                ended_at=known - timedelta(days=chance.randrange(60)) if again else None,
            )
        )
    return rows


def kept(rows):
    Step.objects.bulk_create(
        Step(**{name: getattr(row, name) for name in Increment.__slots__}) for row in rows
    )


def windows(chance, now):
    """Yield windows of all kinds: days, months, halves of months, as of an instant within a day."""
    today = now.date()
    for _one in range(6):
        first = today - timedelta(days=chance.randrange(280))
        last = first + timedelta(days=chance.choice((0, 0, 6, 29, 90, 364)))
        yield window_of(Period(first, last))
        yield window_of(Period(first, last), as_of=now - timedelta(hours=chance.randrange(4000)))
    month = today.replace(day=1)
    for period in (Period(today, today), Period(month, today), Period(date(2026, 1, 1), today)):
        yield window_of(period)


def summed(rows, window, key):
    """Return figures by key, as the rules sum increments one by one."""
    found = {}
    for one in {key(row) for row in rows}:
        figures = rules.figures_of(rules.sums_of([r for r in rows if key(r) == one], window))
        if any(figures.values()):
            found[one] = figures
    return found


@pytest.mark.parametrize("now", NOWS, ids=str)
@pytest.mark.parametrize("seed", range(2))
def test_sql_sums_what_the_rules_sum(seed, now):
    chance = random.Random(f"{seed} {now}")
    units = [commune_make(name=f"Xã {place}").id for place in range(3)]
    with clock.clock_set(now):
        rows = increments(chance, units, now)
        kept(rows)
        rollup_fold(limit=len(rows) // 2)
        for window in windows(chance, now):
            split = figures_by(units, window, tuple(Dimension))
            for dimension, key in KEYS.items():
                assert split[dimension] == summed(rows, window, key), (dimension, window)
            few = [row for row in rows if row.procedure_id in PROCEDURES[:2]]
            pairs = figures_of_procedures(units, window, PROCEDURES[:2])
            for dimension in (Dimension.UNIT, Dimension.PROCEDURE):
                assert pairs[dimension] == summed(few, window, KEYS[dimension]), window

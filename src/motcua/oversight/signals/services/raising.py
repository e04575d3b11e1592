"""At night the worker raises what stands out: one matter per signal and unit, with its cases.

A matter that is open takes further cases in. What was concluded is not raised again: its cases
count neither as cases nor as a base, and only new ones can name the unit anew.
"""

from __future__ import annotations

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.signals.chance import Standing
from motcua.oversight.signals.models import SignalMatter, SignalMember
from motcua.oversight.signals.queries.comparing import comparison_of
from motcua.oversight.signals.queries.matters import cases_of, month_before
from motcua.oversight.signals.services.reading import BATCH, signals_follow
from motcua.oversight.signals.types import Months

SPAN = 3
"""Months that are looked at each night: this one and two before it."""


def signals_raise() -> int:
    """Read what is new and raise what stands out; return how many matters are new.

    Safe to repeat and to kill: a case belongs to one matter, a signal has one open matter per unit.
    """
    while signals_follow() == BATCH:
        pass
    today = clock.today()
    months = Months(month_before(today, SPAN - 1), today.replace(day=1))
    named = [one for one in comparison_of(months).standings if one.named]
    with scope_use(SYSTEM):
        return sum(_raise(one, months) for one in named)


def _raise(standing: Standing, months: Months) -> int:
    count = standing.count
    matter = (
        SignalMatter.objects.select_for_update()
        .filter(signal=count.signal, unit_id=count.unit_id, concluded=False)
        .first()
    )
    fresh = [
        one
        for one in cases_of(count.signal, count.unit_id, months, persons=False, concluded=False)
        if one.matter_id is None
    ]
    new = matter is None
    if matter is None:
        if not fresh:
            return 0
        assert standing.chance is not None
        matter = SignalMatter.objects.create(
            signal=count.signal, unit_id=count.unit_id, raised_at=clock.now(),
            first_month=months.first, last_month=months.last, exposed=count.exposed,
            cases=count.cases, expected=standing.expected, chance=standing.chance,
        )  # fmt: skip
    now = clock.now()
    SignalMember.objects.bulk_create(
        [SignalMember(matter=matter, case_id=one.id, added_at=now) for one in fresh],
        ignore_conflicts=True,
        batch_size=1_000,
    )
    return int(new)

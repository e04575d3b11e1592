"""Who took a unit over counts its dossiers, too; all together count once, and the number opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from tests.builders.identity import actor_make
from tests.indicators.test_reports_agree import DAY_ONE, a_life, country, due, lived

from motcua.dossiers.types import FactType
from motcua.identity.types import Role
from motcua.indicators.comparing.measures import MEASURES
from motcua.indicators.index.definition import Count
from motcua.indicators.queries.compare import TOGETHER, sums_of
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.office.comparing.table import behind_url

__all__ = ["country"]  # a fixture


def test_a_number_counts_what_was_taken_over_once_and_opens_to_its_list(country):
    province, (heir, other, _department, _merged), _offerings = country
    life = a_life((FactType.SUBMITTED, 0, {}), (FactType.ACCEPTED, 1, due(500)))
    period = Period(date(2026, 9, 1), date(2026, 9, 10))
    with clock.clock_set(DAY_ONE + timedelta(days=60)):
        lived(country, [(life, 3, 0, True), (life, 0, 0, False), (life, 1, 1, True)])
        found = sums_of(["overdue"], [heir.id, other.id], period)
        above = sums_of(["overdue"], [province.id], period).of("overdue", province.id)
        reader = actor_make(role=Role.VIEWER, unit=province)
        stranger = actor_make(role=Role.VIEWER, unit=other)
    mine, theirs, whole = (found.of("overdue", key) for key in (heir.id, other.id, TOGETHER))
    assert [one.count.denominator for one in (mine, theirs, whole, above)] == [2, 1, 3, 3]
    query = {"unit": "", "from": "2026-09-01", "to": "2026-09-10"}
    some = replace(mine, count=Count(Fraction(1), mine.count.denominator))
    assert behind_url(heir, MEASURES["overdue"], query, reader, some)
    assert not behind_url(heir, MEASURES["overdue"], query, stranger, some)

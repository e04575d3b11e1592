"""Who took a unit over reads of themselves what the province reads of them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from motcua.dossiers.types import FactType
from motcua.kernel import clock
from motcua.kernel.scope import scope_units, scope_use
from motcua.organisations.queries import unit_descendant_ids
from motcua.oversight.queries.targets import TargetView, target_followed
from motcua.oversight.target_rules import Level, Metric
from tests.indicators.test_reports_agree import DAY_ONE, a_life, country, due, lived

__all__ = ["country"]  # a fixture


def test_a_commune_reads_the_figure_that_the_province_reads_of_it(country):
    province, (heir, other, _department, _merged), _offerings = country
    life = a_life((FactType.SUBMITTED, 0, {}), (FactType.ACCEPTED, 1, due(500)))
    with clock.clock_set(DAY_ONE + timedelta(days=60)):
        lived(country, [(life, 3, 0, True), (life, 0, 0, False)])
        target = TargetView(
            1, province.id, "Mẫu", "NQ mẫu", Metric.ONLINE, "", Level.COMMUNES, Fraction(1, 2),
            date(2026, 9, 1), date(2026, 12, 31), clock.now(), None, "",
        )  # fmt: skip
        whole = {one.unit.id: one.count for one in target_followed(target, province).units}
        assert (whole[heir.id].whole, whole[other.id].whole) == (2, 0)
        with scope_use(scope_units(unit_descendant_ids(heir.id))):
            found = target_followed(target, province, seen={heir.id})
        assert {one.unit.id: one.count for one in found.units} == {heir.id: whole[heir.id]}
        assert found.whole.count == whole[heir.id]

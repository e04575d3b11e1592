"""What is published is what the boards count: by unit, by span, by procedure."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at, work_do

from motcua.indicators.public import counting
from motcua.indicators.public.places import map_on
from motcua.indicators.public.small import Part
from motcua.indicators.queries import board
from motcua.indicators.services import rollup_fold
from motcua.indicators.types import Figure, Period
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_descendant_ids
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db
LATER = 24 * 40


@pytest.fixture
def commune():
    with at(), scope_use(SYSTEM):
        made = commune_at_work()
        dossier_accepted(made)
        code = dossier_at(made, Act.ISSUE)
        work_do(code, Act.ISSUE, made.clerk, "issued", number="1/GKS")
        yield made


def test_sums_by_unit_and_procedure_are_the_boards(commune):
    with at(LATER), scope_use(SYSTEM):
        while rollup_fold():
            pass
        map_ = map_on(clock.now())
        tables = counting.tables_count(2026, 9, map_)
        by = counting.procedures_count(2026, 9, map_)
        period = Period(date(2026, 9, 1), date(2026, 9, 30))
        for place in map_.places.values():
            shown = board(unit_descendant_ids(place.unit_id), period)
            cells = {part: tables["resolved"].cell((place.code, "09", part)) for part in Part}
            assert cells[Part.WHOLE] == shown.totals[Figure.RESOLVED]
            assert cells[Part.COUNTED] == shown.totals[Figure.RESOLVED_IN_TIME]
            assert cells[Part.REST] == shown.totals[Figure.LATE]
            received = tables["received"].cell((place.code, "09", Part.WHOLE))
            assert received == shown.totals[Figure.RECEIVED]
            told = {
                row.key: row.figures[Figure.RECEIVED]
                for row in shown.by_procedure
                if row.figures[Figure.RECEIVED]
            }
            assert dict(by.get((place.code, "09"), {})) == told


def test_the_map_gives_each_unit_one_leaf_and_bodies_no_page(commune):
    with at(LATER), scope_use(SYSTEM):
        map_ = map_on(clock.now())
        ids = unit_descendant_ids(commune.unit.id)
    assert {map_.leaf_of[one] for one in ids} == {commune.unit.code}
    assert set(map_.places) >= {commune.unit.code}
    chain = map_.leaves[commune.unit.code]
    assert chain[0] == commune.unit.code
    assert len(chain) == len(set(chain)) > 1
    assert not [code for code in map_.places if "." in code], "bodies have no page of their own"


@pytest.mark.parametrize(
    ("year", "ripe"), [(2025, 12), (2026, 8), (2027, 0)],
)  # fmt: skip
def test_a_month_is_ripe_some_days_after_its_end(commune, year, ripe):
    del commune
    assert counting.months_ripe(year) == ripe


def test_spans_are_whole_days():
    assert counting.period_of(2024, "02") == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert counting.period_of(2026, "q4") == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert counting.period_of(2026, "year") == Period(date(2026, 1, 1), date(2026, 12, 31))

"""What is published is what the boards count: by unit, by span, by procedure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at, work_do

from motcua.indicators.public import counting
from motcua.indicators.public.places import map_of, took_over
from motcua.indicators.public.small import Part
from motcua.indicators.queries import board
from motcua.indicators.queries.counted import counted_units, until_of
from motcua.indicators.queries.counted_board import board_of
from motcua.indicators.services import rollup_fold
from motcua.indicators.types import Figure, Period
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.models import Succession, Unit
from motcua.organisations.queries import unit_descendant_ids
from motcua.organisations.types import Transfer
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
        map_ = map_of(2026, clock.now())
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


def test_a_merged_unit_keeps_its_page_and_counts_in_its_heir_from_its_month_on(commune):
    with at(), scope_use(SYSTEM):
        old = commune_at_work(code="00002", name="Cũ")
        for _ in range(2):
            dossier_accepted(old)
    with at(24 * 120), scope_use(SYSTEM):
        while rollup_fold():
            pass
        merge(old, commune.unit, date(2026, 10, 5))
        map_ = map_of(2026, clock.now())
        tables = counting.tables_count(2026, 12, map_)
        by = counting.procedures_count(2026, 12, map_)
        assert {map_.leaf_of[one] for one in unit_descendant_ids(old.unit.id)} == {"00002"}
        for span in ("09", "10", "q3", "year"):
            period = counting.period_of(2026, span)
            for place in map_.places.values():
                counted = counted_units(place.unit_id, until_of(period))
                shown = board_of(counted, period, officials=False).totals
                for family, figures in counting.FAMILIES.items():
                    cell = tables[family].cell((place.code, span, Part.WHOLE))
                    assert cell == shown[figures[0]], (place.code, span)
                received = sum(by.get((place.code, span), {}).values())
                assert received == shown[Figure.RECEIVED]
        heir, merged = map_.places[commune.unit.code], map_.places["00002"]
        told = tables["received"].cell
        assert told((heir.code, "year", Part.WHOLE)) == 4, "two of its own and two taken over"
        assert told((heir.code, "q3", Part.WHOLE)) == 2
        assert told((merged.code, "year", Part.WHOLE)) == 2
        assert told((heir.parent[0], "year", Part.WHOLE)) == 4
        assert [(one.code, one.on) for one in merged.went] == [(heir.code, date(2026, 10, 5))]
        lived = counting.units_lived(2026)
        took = took_over(heir, map_, clock.now(), lived)
        assert [(one.code, one.on) for one in took] == [("00002", date(2026, 10, 5))]
        assert not took_over(heir, map_, clock.now(), frozenset())
        above = map_.places[heir.parent[0]]
        assert "00002" not in dict(above.below), "who is no longer there is not compared"
        later = map_of(2027, clock.now() + timedelta(days=120))
        assert "00002" not in later.places
        assert later.leaf_of[old.unit.id] == commune.unit.code, "its heir answers for what is left"


def merge(old, heir, on):
    bodies = unit_descendant_ids(old.unit.id)
    Unit.objects.filter(pk__in=bodies).update(valid_to=on)
    Succession.objects.create(
        old_id=old.unit.id,
        new_id=heir.id,
        transfer=Transfer.WHOLE.value,
        is_split=False,
        effective_on=on,
    )


def test_the_map_gives_each_unit_one_leaf_and_bodies_no_page(commune):
    with at(LATER), scope_use(SYSTEM):
        map_ = map_of(2026, clock.now())
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

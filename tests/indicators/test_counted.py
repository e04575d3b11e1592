"""One rule for what counts under a unit: readers agree on the heir, the merged unit, the province.

A country with mergers after mergers: a commune with its centre goes into another, that one's heir
takes over a commune of another province, and a divided commune has no heir.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.indicators import DAY_ONE, lives
from tests.builders.organisations import commune_make, province_make, unit_make
from tests.builders.procedures import offering_make
from tests.indicators.test_reports_agree import SETTINGS, Undone, a_life, due, lived, periods

from motcua.dossiers.types import FactType
from motcua.indicators.index.build import Side
from motcua.indicators.index.places import UnitRow, counted_under, places, shown_under, tree_of
from motcua.indicators.queries import dossiers_behind, report_ii06a, window_of
from motcua.indicators.queries.compare import sums_of
from motcua.indicators.queries.counted import counted_lived, counted_units, until_of
from motcua.indicators.queries.counted_board import board_of
from motcua.indicators.queries.index import index_list, index_of
from motcua.indicators.queries.twenty import matters_of
from motcua.indicators.types import Figure, Period
from motcua.kernel import clock
from motcua.kernel.scope import scope_units, scope_use
from motcua.organisations.models import Succession
from motcua.organisations.queries import unit_descendant_ids
from motcua.organisations.types import Transfer, UnitKind

NOT_ASKED = {"3.3:result": "not_asked"}
MERGED, AGAIN = date(2026, 9, 6), date(2026, 9, 12)
WHOLE = Period(date(2026, 9, 1), date(2026, 9, 30))
BEFORE = Period(date(2026, 9, 1), date(2026, 9, 5))


# --- the rule itself, on any tree ---------------------------------------------------------------


@st.composite
def trees(draw):
    """Draw up to nine units, each under an earlier one or on top, some ended, some with heirs."""
    rows: dict[int, UnitRow] = {}
    size = draw(st.integers(1, 9))
    day = datetime(2026, 1, 1, tzinfo=UTC)
    for key in range(1, size + 1):
        parent = draw(st.sampled_from([None, *rows]))
        path = f"{rows[parent].path if parent else '/'}{key}/"
        ended = draw(st.sampled_from([None, None, 1, 2, 3]))
        heirs = draw(st.lists(st.integers(1, size).filter(lambda one, k=key: one != k), max_size=2))
        rows[key] = UnitRow(
            key,
            f"{key % 4}",
            f"unit {key}",
            parent,
            path,
            day,
            None if ended is None else day + timedelta(days=ended),
            ",".join(map(str, dict.fromkeys(heirs))) if ended else "",
        )
    return rows, day + timedelta(days=draw(st.integers(0, 4)))


@settings(max_examples=300, deadline=None)
@given(trees())
def test_downwards_and_upwards_are_one_rule_and_nothing_stands_twice(drawn):
    rows, until = drawn
    tree = tree_of(rows)
    for under in rows:
        found = counted_under(under, tree, until)
        assert found.ids == {one for one in rows if under in shown_under(one, rows, until)}
        assert len(found.ids) == len(found.own) + sum(len(one.unit_ids) for one in found.taken)
        assert found.own == {one for one in rows if under in rows[one].above}
        for one in found.taken:
            assert one.unit_id in one.unit_ids
            assert one.heir_id in rows[one.unit_id].heirs
            assert one.heir_id in found.ids
            assert rows[one.unit_id].over_by(until)
    assert set(places(rows, rows, until)) == {
        (under, one) for one in rows for under in shown_under(one, rows, until)
    }


# --- all readers ---------------------------------------------------------------------------------


def succeeds(old, new, on, *, split=False):
    Succession.objects.create(
        old_id=old.id,
        new_id=new.id,
        transfer=(Transfer.PART if split else Transfer.WHOLE).value,
        is_split=split,
        effective_on=on,
    )


@pytest.fixture
def country(system_scope):
    """Two provinces; 3 (with its centre) went into 1, 1's sister 4 of elsewhere into 3 before."""
    province, other = province_make(code="98", name="Mẫu"), province_make(code="97", name="Khác")
    heir = commune_make(code="98001", name="Số 1", province=province)
    sister = commune_make(code="98002", name="Số 2", province=province)

    def ended(code, name, parent, on, kind=UnitKind.COMMUNE):
        return unit_make(
            code=code, full_name=name, kind=kind, parent_id=parent.id,
            valid_from=date(2025, 7, 1), valid_to=on,
        )  # fmt: skip

    merged = ended("98003", "Xã Số 3", province, MERGED)
    centre = ended("98003.ttpvhcc", "Trung tâm Số 3", merged, MERGED, UnitKind.CENTRE)
    far = ended("97001", "Xã Số 4", other, date(2026, 9, 3))
    divided = ended("98004", "Xã Số 5", province, MERGED)
    later = ended("97002", "Xã Số 6", other, AGAIN)
    succeeds(merged, heir, MERGED)
    succeeds(far, merged, date(2026, 9, 3))
    succeeds(divided, heir, MERGED, split=True)
    succeeds(divided, sister, MERGED, split=True)
    succeeds(later, heir, AGAIN)
    units = [heir, merged, centre, far, divided, later, sister]
    return province, units, [offering_make(unit=heir), offering_make(unit=sister)], other


def figures(unit, period):
    """Return received and overdue, resolved and in time of a unit, by each reader."""
    counted = counted_units(unit.id, until_of(period))
    shown = board_of(counted, period)
    lines = {figure: sum(row.figures[figure] for row in shown.by_unit) for figure in FIGURES}
    assert lines == {figure: shown.totals[figure] for figure in FIGURES}
    lived_ = counted_lived(unit.id, until_of(period))
    assert board_of(lived_, period).totals == shown.totals
    form = dict(zip(COLUMNS, report_ii06a(unit.id, period.first, period.last).totals, strict=True))
    index = {one.indicator.id: one.count for one in index_of(
        unit.id, period, options=NOT_ASKED).whole.values}  # fmt: skip
    sums = sums_of(["overdue"], [unit.id], period).of("overdue", unit.id).count
    twenty = matters_of(unit.id, counted.ids, period).rows
    assert shown.totals[Figure.RECEIVED] == sum(one.received for one in twenty)
    assert shown.totals[Figure.RECEIVED] == form["c4"] + form["c5"] == index["3.3"].denominator
    assert shown.totals[Figure.OVERDUE] == form["c13"] == sum(one.overdue for one in twenty)
    assert (shown.totals[Figure.OVERDUE], shown.totals[Figure.OPEN]) == (
        sums.numerator, sums.denominator,
    )  # fmt: skip
    assert form["c3"] == index["2.1"].denominator
    assert form["c8"] + form["c9"] == shown.totals[Figure.EARLY] + shown.totals[
        Figure.ON_TIME] + shown.totals[Figure.WAITING]  # fmt: skip
    window = window_of(period, unit_id=unit.id)
    for figure in FIGURES:
        assert dossiers_behind(figure, counted.ids, window).total == shown.totals[figure]
    return shown


COLUMNS = tuple(f"c{number}" for number in range(3, 14))
FIGURES = (Figure.RECEIVED, Figure.RESOLVED, Figure.RESOLVED_IN_TIME, Figure.OPEN, Figure.OVERDUE)
some_lives = st.lists(
    st.tuples(lives, st.integers(0, 6), st.integers(0, 1), st.booleans()), max_size=7
)


@settings(SETTINGS, max_examples=12)
@given(some=some_lives, period=periods)
def test_board_form_index_comparison_and_lists_say_the_same(country, some, period):
    province, units, offerings, other = country
    with clock.clock_set(DAY_ONE + timedelta(days=60)), pytest.raises(Undone), transaction.atomic():
        lived((province, units, offerings), some)
        for unit in (province, other, *units):
            figures(unit, period)
        raise Undone


LIFE = a_life((FactType.SUBMITTED, 0, {}), (FactType.ACCEPTED, 1, due(500)))


@pytest.mark.parametrize(
    ("who", "period", "counted", "lines"),
    [
        ("heir", WHOLE, 5, {"98001", "98003", "97001", "97002"}),
        ("heir", BEFORE, 1, {"98001"}),
        ("heir", Period(BEFORE.first, MERGED), 4, {"98001", "98003", "97001"}),
        ("merged", WHOLE, 3, {"98003", "97001", "98003.ttpvhcc"}),
        ("divided", WHOLE, 1, {"98004"}),
        ("sister", WHOLE, 1, {"98002"}),
        ("province", WHOLE, 7, {"98001", "98002", "98003", "98004", "97001", "97002"}),
        ("other", WHOLE, 2, {"97001", "97002"}),
        ("far", WHOLE, 1, {"97001"}),
    ],
)
def test_who_counts_what_and_on_which_lines(country, who, period, counted, lines):
    province, units, offerings, other = country
    names = dict(
        zip(("heir", "merged", "centre", "far", "divided", "later", "sister"), units, strict=True),
        province=province,
        other=other,
    )
    with clock.clock_set(DAY_ONE + timedelta(days=60)):
        lived((province, units, offerings), [(LIFE, n, 0, bool(n % 2)) for n in range(7)])
        shown = figures(names[who], period)
        assert shown.totals[Figure.RECEIVED] == counted
        assert {row.code for row in shown.by_unit if row.figures[Figure.RECEIVED]} == lines


def test_its_line_says_from_whom_and_holds_what_was_under_it(country):
    province, units, offerings, _other = country
    heir, merged = units[:2]
    with clock.clock_set(DAY_ONE + timedelta(days=60)):
        lived((province, units, offerings), [(LIFE, n, 0, False) for n in range(4)])
        shown = board_of(counted_lived(heir.id, until_of(WHOLE)), WHOLE)
    line = next(row for row in shown.by_unit if row.key == merged.id)
    assert "Xã Số 3" in line.label
    assert line.label != merged.full_name
    assert line.figures[Figure.RECEIVED] == 2, "its centre with it; who went into it has a line"


def test_what_was_taken_over_and_never_had_a_dossier_is_left_out(country):
    province, units, offerings, _other = country
    with clock.clock_set(DAY_ONE + timedelta(days=60)):
        lived((province, units, offerings), [(LIFE, 0, 0, False), (LIFE, 5, 0, False)])
        until = until_of(WHOLE)
        assert [one.unit_id for one in counted_lived(units[0].id, until).taken] == [units[5].id]
        assert len(counted_units(units[0].id, until).taken) == 3


def test_a_merger_of_tomorrow_counts_nothing_today(country):
    province, units, offerings, _other = country
    heir, later = units[0], units[5]
    with clock.clock_set(datetime(2026, 9, 11, 15, tzinfo=clock.LEGAL_ZONE)):
        lived((province, units, offerings), [(LIFE, 5, 0, False)])
        assert figures(heir, WHOLE).totals[Figure.RECEIVED] == 0, "the period runs past it"
    with clock.clock_set(datetime(2026, 9, 12, 0, 0, tzinfo=clock.LEGAL_ZONE)):
        assert figures(heir, WHOLE).totals[Figure.RECEIVED] == 1
        assert later.valid_to == AGAIN


def test_an_officer_of_the_heir_counts_it_and_nobody_else_does(country):
    province, units, offerings, _other = country
    heir, merged, *_rest, sister = units
    with clock.clock_set(DAY_ONE + timedelta(days=60)):
        lived((province, units, offerings), [(LIFE, 1, 0, True)])
        counted = counted_lived(heir.id, until_of(WHOLE))
        window = window_of(WHOLE)
        for unit, seen in ((heir, 1), (sister, 0)):
            with scope_use(scope_units(unit_descendant_ids(unit.id))):
                assert board_of(counted, WHOLE).totals[Figure.RECEIVED] == seen
                index = index_of(heir.id, WHOLE, options=NOT_ASKED).whole.values
                count = next(one.count for one in index if one.indicator.id == "3.3")
                assert count.denominator == seen
                assert len(index_list("2.1", Side.REST, heir.id, WHOLE)) == seen
                page = dossiers_behind(Figure.RECEIVED, counted.ids, window, counted=counted)
                assert (page.total, page.rows) == (seen, ())
                own = counted_units(merged.id, until_of(WHOLE))
                assert board_of(own, WHOLE).totals[Figure.RECEIVED] == 0

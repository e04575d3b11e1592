"""Figures of dossiers that really lived: boards, lists behind them, the report, the check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    dossier_registered,
)

from motcua.dossiers import services
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import StopKind
from motcua.indicators.queries import board, dossiers_behind, report_ii06a, window_of
from motcua.indicators.queries.figures import figures_by
from motcua.indicators.queries.steps import LATER_ACTS, UNFOLDED
from motcua.indicators.services import figures_verify, rollup_fold
from motcua.indicators.types import COLUMNS, Dimension, Figure, Period
from motcua.kernel.errors import Invalid, NotFound
from motcua.kernel.scope import NOTHING, scope_units, scope_use
from motcua.organisations.queries import unit_descendant_ids
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = date(2026, 9, 10)
TODAY = Period(DAY, DAY)


@pytest.fixture
def commune():
    return commune_at_work()


@pytest.fixture
def busy(commune):
    """A commune with dossiers in many states; returns it and the codes."""
    with at():
        codes = {
            "registered": dossier_registered(commune),
            "accepted": dossier_accepted(commune),
            "appraised": dossier_at(commune, Act.APPROVE),
            "waiting": dossier_at(commune, Act.APPRAISE),
            "withdrawn": dossier_at(commune, Act.APPRAISE),
            "done": dossier_at(commune, Act.RETURN),
        }
    with at(1):
        services.dossier_propose_supplement(
            actor=commune.specialist, code=codes["waiting"], items=["Tờ khai"], reason="Thiếu"
        )
        services.dossier_approve_supplement(actor=commune.leader, code=codes["waiting"])
        services.dossier_withdraw(actor=commune.counter, code=codes["withdrawn"], reason="Đổi ý")
    return commune


def shown(figures):
    return {figure.value: value for figure, value in figures.items() if value}


def board_of(commune, period=TODAY):
    return board(unit_descendant_ids(commune.unit.id), period, main_unit_id=commune.unit.id)


FIRST_DAY = {
    "received": 5,
    "received-counter": 5,
    "resolved": 2,
    "resolved-in-time": 2,
    "early": 1,
    "on-time": 1,
    "withdrawn": 1,
    "open": 2,
    "open-in-time": 2,
    "waiting": 1,
}


def test_a_board_counts_every_dossier_once_folded_or_not(busy):
    with at(2):
        before = board_of(busy)
        assert shown(before.totals) == FIRST_DAY
        assert rollup_fold(limit=3) == 3
        assert board_of(busy) == before
        while rollup_fold():
            pass
        assert board_of(busy) == before
        assert rollup_fold() == 0


def test_every_figure_has_exactly_as_many_dossiers_behind_it(busy):
    with at(2):
        now = board_of(busy)
        for figure in Figure:
            found = dossiers_behind(figure, now.unit_ids, now.window)
            wanted = now.totals[figure]
            if figure in COLUMNS:
                report = report_ii06a(busy.unit.id, DAY, DAY)
                wanted = report.totals[COLUMNS.index(figure)]
            assert (found.total, len(found.rows)) == (wanted, wanted), figure
        for row in (*now.by_official, *now.by_procedure):
            narrowed = (
                {"official_id": row.key} if row in now.by_official else {"procedure_id": row.key}
            )
            for figure, value in row.figures.items():
                found = dossiers_behind(figure, now.unit_ids, now.window, **narrowed)
                assert found.total == value, (row, figure)


def test_the_list_behind_a_figure_comes_in_pages(busy):
    with at(2):
        window = window_of(TODAY)
        units = unit_descendant_ids(busy.unit.id)
        first = dossiers_behind(Figure.RECEIVED, units, window, limit=2)
        second = dossiers_behind(Figure.RECEIVED, units, window, limit=2, after=first.after)
        third = dossiers_behind(Figure.RECEIVED, units, window, limit=2, after=second.after)
        ids = [row.id for page in (first, second, third) for row in page.rows]
        assert len(set(ids)) == 5
        assert ids == sorted(ids, reverse=True)
        assert third.after == ""
        with pytest.raises(Invalid):
            dossiers_behind(Figure.RECEIVED, units, window, after="x")


def test_the_past_stays_as_it_was_whatever_happens_later(busy):
    with at(2):
        then, report = board_of(busy), report_ii06a(busy.unit.id, DAY, DAY)
    with at(24 * 30):  # everything open is overdue by now
        later = board_of(busy, Period(DAY, DAY + timedelta(days=60)))
        assert later.totals[Figure.OVERDUE] == 2
        assert board_of(busy).totals == then.totals
        again = report_ii06a(busy.unit.id, DAY, DAY)
        assert again.totals == report.totals
        assert again.good
        october = report_ii06a(busy.unit.id, date(2026, 10, 1), date(2026, 10, 31))
        assert dict(zip(COLUMNS, october.totals, strict=True))[Figure.C6] == 3
        assert october.good


def test_due_soon_are_those_due_until_the_end_of_the_next_working_day(commune):
    with at():
        dossier_accepted(commune)
        assert board_of(commune).totals[Figure.DUE_SOON] == 0
    with at(24):  # Friday; due on Tuesday morning
        assert board_of(commune, Period(DAY, DAY + timedelta(days=1))).totals[Figure.DUE_SOON] == 0
    with at(4 * 24):
        period = Period(DAY, DAY + timedelta(days=4))
        assert board_of(commune, period).totals[Figure.DUE_SOON] == 1


def test_a_stop_after_the_due_instant_is_late(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
    with at(24 * 10):
        services.dossier_stop(
            actor=commune.leader,
            code=code,
            reason="Không đủ điều kiện",
            legal_basis="Điều 12",
            kind=StopKind.FINAL,
        )
        totals = board_of(commune, Period(DAY, DAY + timedelta(days=10))).totals
        assert (totals[Figure.LATE], totals[Figure.STOPPED], totals[Figure.OVERDUE]) == (1, 1, 0)


def test_a_reopened_dossier_is_open_again(commune):
    with at():
        code = dossier_at(commune, Act.RETURN)
    with at(1):
        services.dossier_reopen(actor=commune.counter, code=code, reason="Sai ngày sinh")
        totals = board_of(commune).totals
        assert (totals[Figure.EARLY], totals[Figure.OPEN], totals[Figure.RECEIVED]) == (0, 1, 1)
        assert list(figures_verify()) == []


def test_figures_of_officials_follow_the_dossier(busy):
    with at(2):
        rows = {row.key: row.figures for row in board_of(busy).by_official}
        specialist = rows[busy.specialist.account_id]
        assert specialist[Figure.OPEN] == 1
        assert specialist[Figure.EARLY] == 1
        assert rows[0][Figure.OPEN] == 1
        assert sum(figures[Figure.OPEN] for figures in rows.values()) == 2


def test_other_units_see_no_figure_and_no_dossier(busy):
    other = commune_at_work(name="Phong Quang")
    with at(2):
        units = unit_descendant_ids(busy.unit.id)
        for scope in (scope_units(unit_descendant_ids(other.unit.id)), NOTHING):
            with scope_use(scope):
                assert shown(board(units, TODAY).totals) == {}
                assert dossiers_behind(Figure.RECEIVED, units, window_of(TODAY)).rows == ()
        with scope_use(busy.leader.scope):
            assert board(units, TODAY).totals[Figure.RECEIVED] == 5


def test_operations_under_a_narrow_scope_write_all_increments(commune):
    with at():
        with scope_use(commune.counter.scope):  # sees the centre only, not the commune
            dossier_accepted(commune)
        assert board_of(commune).totals[Figure.OPEN] == 1


def test_published_figures_are_rebuilt_from_events(busy):
    with at(2):
        while rollup_fold():
            pass
        assert verify_all(files=False).good


def test_a_report_has_a_row_for_the_unit_and_keeps_its_identities(busy):
    with at(2):
        report = report_ii06a(busy.unit.id, DAY, DAY)
    assert [line.label for line in report.lines] == [busy.unit.full_name]
    assert dict(zip((c.value for c in COLUMNS), report.totals, strict=True)) == {
        "c3": 5, "c4": 0, "c5": 5, "c6": 0, "c7": 3, "c8": 1, "c9": 2, "c10": 0,
        "c11": 2, "c12": 2, "c13": 0,
    }  # fmt: skip
    assert report.good
    assert report.cut_off == MORNING + timedelta(hours=2)


def test_a_province_adds_its_communes_up(busy):
    with at(2):
        report = report_ii06a(busy.unit.parent_id, DAY, DAY)
        assert busy.unit.full_name in [line.label for line in report.lines]
        assert report.totals == report_ii06a(busy.unit.id, DAY, DAY).totals


def test_wrong_periods_and_units_are_refused(busy):
    with pytest.raises(Invalid):
        report_ii06a(busy.unit.id, DAY, DAY - timedelta(days=1))
    with pytest.raises(Invalid):
        report_ii06a(busy.unit.id, date(1, 1, 1), date(2, 1, 1))
    with pytest.raises(NotFound):
        report_ii06a(999_999_999, DAY, DAY)


def test_a_period_that_has_not_begun_has_no_figures(busy):
    """What stands now would be told as of its end: 51 of 51 overdue on a signed form."""
    with at(1):
        assert window_of(TODAY).runs
        with pytest.raises(Invalid, match="not begun"):
            window_of(Period(DAY + timedelta(days=1), DAY + timedelta(days=9)))
        with pytest.raises(Invalid):
            report_ii06a(busy.unit.id, date(2027, 1, 1), date(2027, 1, 31))


def test_a_board_needs_as_many_statements_for_many_units_as_for_one(busy):
    counts = []
    with at(2):
        for unit in (busy.unit.id, busy.unit.parent_id):
            units = unit_descendant_ids(unit)
            board(units, TODAY, main_unit_id=unit)
            with CaptureQueriesContext(connection) as queries:
                board(units, TODAY, main_unit_id=unit)
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_the_trend_shows_each_day(busy):
    with at(2):
        trend = board_of(busy, Period(DAY - timedelta(days=1), DAY)).trend
        assert [(p.received, p.resolved, p.late) for p in trend] == [(0, 0, 0), (5, 2, 0)]
        by_month = board_of(busy, Period(date(2026, 1, 1), date(2026, 12, 31)))
        assert by_month.trend_by_month
        assert by_month.trend[-1].received == 5


def test_what_is_due_soon_is_asked_of_the_present_only(commune):
    with at():
        dossier_accepted(commune)
    with at(3 * 24):  # Sunday: due on Tuesday morning
        assert board_of(commune).totals[Figure.OPEN] == 1
    with at(4 * 24):
        over = board_of(commune, Period(DAY, DAY + timedelta(days=3)))
        assert not over.window.runs
        assert over.totals[Figure.DUE_SOON] == 0
        assert all(Figure.DUE_SOON not in row.figures for row in over.by_procedure)
        window = window_of(Period(DAY, DAY + timedelta(days=4)), unit_id=commune.unit.id)
        assert window.runs
        for folded in (False, True):
            if folded:
                rollup_fold()
            units = [commune.unit.id]
            told = figures_by(units, window, wanted=(Figure.DUE_SOON,))[Dimension.UNIT]
            past = figures_by(units, replace(window, runs=False), wanted=(Figure.DUE_SOON,))
            assert told == past[Dimension.UNIT] == {commune.unit.id: {Figure.DUE_SOON: 1}}


def test_the_planner_expects_more_increments_than_statistics_say():
    """Taken when all was folded, they say none; each of a busy minute was then held against all."""
    for text in (UNFOLDED, LATER_ACTS):
        with connection.cursor() as cursor:
            cursor.execute(
                f"EXPLAIN (FORMAT JSON) SELECT * FROM ({text}) few",
                {"until": MORNING, "day_end": MORNING + timedelta(hours=9), "overdue": 24},
            )
            plan = cursor.fetchone()[0][0]["Plan"]
        assert plan["Plan Rows"] >= 100, text

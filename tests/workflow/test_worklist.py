"""The worklist: views, filters, buckets, pages, counts, a fixed number of statements."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.deadlines import at
from tests.builders.workflow import AT, Office, office_make, process_make, step_do

from motcua.kernel.clock import clock_set
from motcua.workflow import queries, services
from motcua.workflow.types import Act, DueBucket, WorklistKey, WorklistView


def ids(office: Office, *, part: str = "handling", **over: object) -> list[int]:
    fields: dict = {"unit_ids": [office.units[part]], "account_id": office.people[part], **over}
    return [row.item.id for row in queries.worklist(**fields).rows]


def test_it_shows_the_live_items_of_the_units_nearest_due_first(system_scope: None) -> None:
    office = office_make()
    late = process_make(office=office, at=AT + timedelta(hours=1)).items[0]
    soon = process_make(office=office).items[0]
    gone = process_make(office=office)
    services.process_cancel(process_id=gone.process_id, reason="x", at=AT)
    process_make(office=office_make())
    assert ids(office) == [soon.id, late.id]
    assert ids(office, part="receiving") == []
    assert ids(office, unit_ids=list(office.units.values()) * 2) == [soon.id, late.id]


def test_views_and_filters(system_scope: None) -> None:
    office = office_make()
    me = office.people["handling"]
    mine, free, offered = (process_make(office=office) for _ in range(3))
    for process in (mine, offered):
        services.work_item_claim(
            item_id=process.items[0].id, account_id=me, at=AT, expected_version=1
        )
    services.work_item_hand_over(
        item_id=offered.items[0].id, account_id=me, to_unit_id=office.units["opinion"],
        to_account_id=office.people["opinion"], at=AT, expected_version=2,
    )  # fmt: skip
    assert ids(office, view=WorklistView.MINE) == [mine.items[0].id]
    assert ids(office, view=WorklistView.UNCLAIMED) == [free.items[0].id]
    assert ids(office, part="opinion", view=WorklistView.MINE) == [offered.items[0].id]
    assert ids(office, view=WorklistView.MINE, unit_ids=[]) == []
    assert len(ids(office, role="leader")) == 2
    assert ids(office, role="clerk") == []
    assert len(ids(office, act=Act.ASSIGN)) == 2
    assert ids(office, act=Act.APPRAISE) == []
    counts = queries.worklist_counts(unit_ids=[office.units["handling"]], account_id=me)
    assert (counts.unit, counts.mine, counts.unclaimed, counts.to_confirm) == (2, 1, 1, 0)
    there = queries.worklist_counts(
        unit_ids=[office.units["opinion"]], account_id=office.people["opinion"]
    )
    assert (there.unit, there.mine, there.unclaimed, there.to_confirm) == (1, 1, 0, 1)


@pytest.mark.parametrize(
    ("now", "bucket"),
    [
        ("2026-08-24T10:00", DueBucket.TODAY),
        ("2026-08-24T10:01", DueBucket.OVERDUE),
        ("2026-08-24T00:00", DueBucket.TODAY),
        ("2026-08-23T23:59", DueBucket.SOON),
        ("2026-08-22T00:00", DueBucket.SOON),
        ("2026-08-21T23:59", DueBucket.LATER),
    ],
)
def test_buckets_are_told_in_legal_time(system_scope: None, now: str, bucket: DueBucket) -> None:
    office = office_make()
    process = process_make(office=office)  # due Monday 10:00
    with clock_set(at(now)):
        page = queries.worklist(unit_ids=[office.units["handling"]], account_id=0)
        assert [row.bucket for row in page.rows] == [bucket]
        assert ids(office, bucket=bucket) == [process.items[0].id]
        assert all(ids(office, bucket=other) == [] for other in DueBucket if other is not bucket)
        counts = queries.worklist_counts(unit_ids=[office.units["handling"]], account_id=0)
        assert counts.buckets == {b: int(b is bucket) for b in DueBucket}


def test_a_suspended_item_is_not_overdue(system_scope: None) -> None:
    office = office_make()
    process = process_make(office=office)
    services.process_suspend(process_id=process.process_id, at=AT)
    with clock_set(AT + timedelta(days=30)):
        assert ids(office, bucket=DueBucket.OVERDUE) == []
        assert ids(office, bucket=DueBucket.PAUSED) == [process.items[0].id]
        services.process_resume(process_id=process.process_id, at=AT + timedelta(days=30))
        assert ids(office, bucket=DueBucket.PAUSED) == []


def test_pages_follow_each_other_without_gap_or_repetition(system_scope: None) -> None:
    office = office_make()
    wanted = [process_make(office=office).items[0].id for _ in range(7)]
    seen: list[int] = []
    after: WorklistKey | None = None
    for expected in (3, 3, 1):
        page = queries.worklist(
            unit_ids=[office.units["handling"]], account_id=0, limit=3, after=after
        )
        assert len(page.rows) == expected
        seen += [row.item.id for row in page.rows]
        after = page.after
    assert (seen, after) == (wanted, None)


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("view", list(WorklistView))
def test_a_page_is_one_statement(system_scope: None, count: int, view: WorklistView) -> None:
    office = office_make()
    for _ in range(count):
        step_do(process_make(office=office).process_id)
    with CaptureQueriesContext(connection) as captured:
        queries.worklist(unit_ids=office.units.values(), account_id=1, view=view)
        queries.worklist_counts(unit_ids=office.units.values(), account_id=1)
    assert len(captured) == 2


def test_the_index_yields_each_unit_in_order(system_scope: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM workflow_workitem w WHERE w.unit_id = 1 AND w.state IN "
            "('claimed', 'handed_over', 'open') AND (w.due_at, w.id) > (now(), 5) "
            "ORDER BY w.due_at, w.id LIMIT 25"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "item_worklist" in plan
    assert "Sort" not in plan


def test_rows_tell_everything_a_page_needs(system_scope: None) -> None:
    office = office_make()
    process = process_make(office=office, subject="dossier:77")
    (row,) = queries.worklist(unit_ids=[office.units["handling"]], account_id=1).rows
    assert (row.item.subject, row.item.process_id) == ("dossier:77", process.process_id)
    assert isinstance(row.item.due_at, datetime)
    assert row.process_status == "active"

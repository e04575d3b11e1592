"""The workload as plain functions: what is counted where, and what evening out proposes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.workflow.rules.workload import PROPOSALS_MAX, LoadItem, even_out, loads

NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)
ENDS = [datetime(2026, 9, 10, 17, tzinfo=UTC) + timedelta(days=n) for n in range(6)]
HOUR = timedelta(hours=1)


def item(number: int, person: int | None = 1, **over) -> LoadItem:
    fields = {
        "id": number, "version": 1, "subject": "dossier:1", "act": "appraise",
        "role": "specialist", "unit_id": 1, "person": person, "for_person": None,
        "due_at": NOW + 30 * HOUR, "minutes": 120, "paused": False, **over,
    }  # fmt: skip
    return LoadItem(**fields)


def test_each_item_is_counted_in_one_place():
    found = loads(
        [
            item(1, due_at=NOW - HOUR),
            item(2, due_at=NOW + HOUR),
            item(3, due_at=NOW + 40 * HOUR),
            item(4, due_at=NOW + 400 * HOUR),
            item(5, paused=True, due_at=NOW - HOUR),
            item(6, None),
        ],
        [1, 2],
        now=NOW,
        ends=ENDS,
    )
    one = found[1]
    assert (one.open, one.overdue, one.days, one.later, one.paused) == (
        5,
        1,
        (1, 0, 1, 0, 0, 0),
        1,
        1,
    )
    assert (one.minutes_due, one.minutes) == (360, 480)
    assert (found[2].open, found[None].open) == (0, 1)


def test_the_fullest_gives_to_who_may_and_is_there_and_it_says_why():
    items = [item(number) for number in range(6)]
    found = loads(items, [1, 2, 3], now=NOW, ends=ENDS)
    able = {one.id: {1, 2} for one in items}
    moves = even_out(found, {1: 600, 2: 600, 3: 600}, now=NOW, horizon=ENDS[-1], able=able)
    assert [(one.giver, one.receiver) for one in moves] == [(1, 2)] * 3
    assert (moves[0].giver_before, moves[0].receiver_after) == (720, 120)
    away = even_out(found, {1: 600, 2: 0, 3: 600}, now=NOW, horizon=ENDS[-1], able=able)
    assert away == []


def test_what_is_overdue_paused_later_or_held_for_another_stays():
    items = [
        item(1, due_at=NOW - HOUR),
        item(2, paused=True),
        item(3, due_at=NOW + 400 * HOUR),
        item(4, for_person=9),
    ]
    found = loads(items, [1, 2], now=NOW, ends=ENDS)
    able = {one.id: {1, 2} for one in items}
    assert even_out(found, {1: 60, 2: 600}, now=NOW, horizon=ENDS[-1], able=able) == []


@given(
    work=st.lists(
        st.tuples(st.integers(1, 4), st.integers(15, 600), st.integers(-50, 200), st.booleans()),
        max_size=40,
    ),
    time=st.lists(st.integers(0, 2400), min_size=4, max_size=4),
)
def test_no_proposal_makes_the_fullest_fuller_and_nothing_moves_twice(work, time):
    items = [
        item(n, person, minutes=minutes, due_at=NOW + hours * HOUR, paused=paused)
        for n, (person, minutes, hours, paused) in enumerate(work)
    ]
    people = [1, 2, 3, 4]
    found = loads(items, people, now=NOW, ends=ENDS)
    there = dict(zip(people, time, strict=True))
    able = {one.id: {1, 2, 3} for one in items}
    moves = even_out(found, there, now=NOW, horizon=ENDS[-1], able=able)
    assert len(moves) <= PROPOSALS_MAX
    assert len({one.item.id for one in moves}) == len(moves)
    for one in moves:
        assert one.receiver in able[one.item.id]
        assert one.receiver != one.giver
        assert there[one.receiver] > 0
        fill = one.receiver_after / there[one.receiver]
        assert not there[one.giver] or fill < one.giver_before / there[one.giver]

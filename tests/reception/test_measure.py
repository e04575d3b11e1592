"""Waiting and handling of a day: pure folds, and the same over the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.dossiers import MORNING, at
from tests.builders.reception import hall_make

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.measure import Course, figures_by, figures_of, grounds_of
from motcua.reception.queries.figures import day_figures, forecast_today
from motcua.reception.types import Ground, Step, TicketState

T = datetime(2026, 9, 10, 2, tzinfo=UTC)


def minute(n):
    return T + timedelta(minutes=n)


def course(wait=None, *steps, state=TicketState.DONE, aim=15, queue=1):
    return Course(
        queue=queue,
        counter=1,
        taken_at=T,
        started_at=minute(wait) if wait is not None else None,
        state=state,
        aim=timedelta(minutes=aim),
        steps=tuple((step, minute(n)) for step, n in steps),
    )


def test_the_side_table_counts_neither_as_waiting_nor_as_handling():
    one = course(
        10,
        (Step.STARTED, 10),
        (Step.PARKED, 13),
        (Step.CAME_BACK, 40),
        (Step.STARTED, 45),
        (Step.DONE, 47),
    )
    assert one.handled == timedelta(minutes=5)
    assert one.waited == timedelta(minutes=10)


def test_who_was_never_served_has_no_times_and_is_counted_apart():
    found = figures_of(
        [
            course(5, (Step.STARTED, 5), (Step.DONE, 9)),
            course(25, (Step.STARTED, 25), (Step.DONE, 26)),
            course(None, (Step.NO_SHOW, 4), (Step.NO_SHOW, 9), state=TicketState.CANCELLED),
            course(None, state=TicketState.EXPIRED),
        ]
    )
    assert (found.taken, found.served, found.within, found.share) == (4, 2, 1, 0.5)
    assert (found.waited_median, found.waited_longest, found.handled_median) == (15, 25, 2.5)
    assert (found.no_shows, found.cancelled, found.expired) == (2, 1, 1)
    assert figures_of([]).share is None


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 60)), max_size=20))
def test_the_groups_add_up_to_the_whole(given_courses):
    courses = [course(wait, queue=queue) for queue, wait in given_courses]
    whole, groups = figures_of(courses), figures_by(courses, lambda one: one.queue)
    for name in ("taken", "served", "within"):
        assert sum(getattr(one, name) for one in groups.values()) == getattr(whole, name)
    assert 0 <= (whole.share or 0) <= 1


def test_grounds_are_counted_and_no_ground_is_none():
    found = grounds_of([Ground.NONE, Ground.ELDERLY, Ground.ELDERLY, Ground.MERIT])
    assert found == {Ground.ELDERLY: 2, Ground.MERIT: 1}


@pytest.fixture
def hall(db):
    with at(), scope_use(SYSTEM):
        yield hall_make()


def served(hall, wait, handled):
    """Take a number, serve it after some minutes for some minutes."""
    ticket = hall.take()
    begin = clock.now()
    with clock.clock_set(begin + timedelta(minutes=wait)):
        hall.call(), hall.step(Step.STARTED)
    with clock.clock_set(begin + timedelta(minutes=wait + handled)):
        hall.step(Step.DONE)
    return ticket


def test_a_day_is_read_by_queue_counter_and_half_hour(hall):
    served(hall, 10, 5)
    served(hall, 20, 5)
    old = hall.take(1)
    services.ticket_put_first(
        actor=hall.officials[0], ticket_id=old.id, ground=Ground.ELDERLY, reason="82 tuổi"
    )
    found = day_figures(hall.centre.id, clock.today())
    assert (found.total.taken, found.total.served, found.total.within) == (3, 2, 1)
    assert [label for label, _one in found.queues] == ["A · Hộ tịch", "B · Đất đai"]
    assert [(number, one.served) for number, one in found.counters] == [(1, 2)]
    assert sum(one.taken for _at, one in found.half_hours) == 3
    assert found.grounds == {Ground.ELDERLY: 1}
    assert day_figures(hall.centre.id, clock.today() - timedelta(days=1)).total.taken == 0


def test_a_lowered_aim_shows_in_the_share(hall):
    served(hall, 10, 5)
    services.capacity_set(actor=hall.director, queue_id=hall.queues[0], capacity=0, aim_minutes=5)
    assert day_figures(hall.centre.id, clock.today()).total.within == 0


def test_the_forecast_expects_what_came_in_the_weeks_before(hall):
    for weeks in (1, 2):
        with clock.clock_set(MORNING + timedelta(hours=1, weeks=-weeks)):
            for _person in range(4):
                hall.take()
    hall.take()
    found = forecast_today(hall.centre.id)
    assert found.waiting == 1
    assert found.expected == pytest.approx(4)
    with clock.clock_set(MORNING + timedelta(days=2)):
        assert forecast_today(hall.centre.id) is None

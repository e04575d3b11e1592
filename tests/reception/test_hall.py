"""A morning in the hall, over the real database: numbers, calls, turns, the closing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation
from tests.builders.dossiers import MORNING, at
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make
from tests.builders.reception import hall_make

from motcua.deadlines.services import weekly_sessions_set
from motcua.deadlines.types import Session
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_units, scope_use
from motcua.reception import services
from motcua.reception.models import Ticket, TicketEvent
from motcua.reception.queries import tickets as queries
from motcua.reception.queries.desk import queues_of
from motcua.reception.queries.devices import devices_gone
from motcua.reception.queries.hours import hours_of
from motcua.reception.types import DeviceKind, Ground, Step, TicketState

DONE = (Step.STARTED, Step.DONE)


@pytest.fixture
def hall(db):
    with at(), scope_use(SYSTEM):
        yield hall_make()


def test_numbers_are_given_per_queue_and_day_and_pressing_twice_is_one(hall):
    key = uuid4()
    first, second, other = hall.take(key=key), hall.take(), hall.take(1)
    assert [first.name, second.name, other.name] == ["A001", "A002", "B001"]
    assert hall.take(key=key) == first
    with clock.clock_set(MORNING + timedelta(days=1)):
        assert hall.take().name == "A001"


def test_a_letter_that_a_new_queue_took_over_goes_on_counting(hall):
    hall.take(1)
    hall.call(1)
    for step in DONE:
        hall.step(step, 1)
    services.queue_close(actor=hall.director, queue_id=hall.queues[1])
    again = services.queue_open(
        actor=hall.director, unit_id=hall.centre.id, prefix="B", name="Đất đai"
    )
    assert [hall.take(queue_id=again).name for _ in range(2)] == ["B002", "B003"]
    with clock.clock_set(MORNING + timedelta(days=1)):
        assert hall.take(queue_id=again).name == "B001"


def test_out_of_hours_no_number_is_given(hall):
    for when in (MORNING.replace(hour=10, minute=1), MORNING + timedelta(days=2)):
        with clock.clock_set(when), pytest.raises(Refused) as refused:
            hall.take()
        assert refused.value.code == "hall_closed"


def test_a_queue_of_another_centre_is_none(hall):
    with pytest.raises(NotFound):
        hall.take(unit_id=body_of(commune_make(), "ttpvhcc").id)


def test_from_the_kiosk_to_the_end_and_what_the_display_shows(hall):
    ticket = hall.take()
    assert queries.ticket_standing(ticket.token).estimate.ahead == 0
    called = hall.call()
    assert called.name == "A001"
    assert hall.call() == called, "pressed twice"
    assert [(c.name, c.counter) for c in queries.calls_of(hall.centre.id)] == [("A001", 1)]
    standing = queries.ticket_standing(ticket.token)
    assert (standing.counter, standing.estimate) == (1, None)
    for step in DONE:
        ended = hall.step(step)
    assert ended.ticket.state is TicketState.DONE
    assert hall.call() is None, "nobody waits"
    steps = list(TicketEvent.objects.values_list("step", flat=True))
    assert steps == ["taken", "called", "started", "done"]


def test_while_somebody_is_served_nobody_is_called(hall):
    hall.take(), hall.take()
    hall.call()
    hall.step(Step.STARTED)
    with pytest.raises(Refused) as refused:
        hall.call()
    assert refused.value.code == "counter_busy"


def test_a_display_that_was_away_asks_for_what_it_missed(hall):
    for _person in range(3):
        hall.take()
    hall.call(0)
    seen = queries.calls_of(hall.centre.id)[0].serial
    hall.call(1)
    hall.step(Step.RECALLED, 0)
    missed = queries.calls_of(hall.centre.id, after=seen)
    assert [(c.name, c.counter) for c in missed] == [("A001", 1), ("A002", 2)]


def test_a_number_called_between_two_readings_still_has_its_page(hall, monkeypatch):
    """The ticket was read waiting; when the hall is read it has been called and waits no more."""
    ticket = hall.take()
    waiting = queries.waiting_of

    def called_meanwhile(unit_id, day):
        hall.call()
        return waiting(unit_id, day)

    monkeypatch.setattr(queries, "waiting_of", called_meanwhile)
    assert queries.ticket_standing(ticket.token).estimate.ahead == 0


def test_the_telephone_is_told_how_many_are_ahead_and_how_long(hall):
    tickets = [hall.take() for _person in range(5)]
    last = queries.ticket_standing(tickets[-1].token)
    assert last.estimate.ahead == 4
    assert last.estimate.minutes_high > 0
    services.counter_leave(actor=hall.officials[0], counter_id=hall.counters[0])
    slower = queries.ticket_standing(tickets[-1].token)
    assert slower.estimate.minutes_high > last.estimate.minutes_high
    services.counter_leave(actor=hall.officials[1], counter_id=hall.counters[1])
    assert queries.ticket_standing(tickets[-1].token).estimate is None
    with pytest.raises(NotFound):
        queries.ticket_standing("0" * 32)


def test_a_wrong_queue_costs_no_second_wait_and_keeps_the_name(hall):
    waits = hall.take(1)
    hall.take(0)
    hall.call(0)
    services.ticket_transfer(
        actor=hall.officials[0], counter_id=hall.counters[0], queue_id=hall.queues[1]
    )
    assert hall.call(1).name == "A001"
    hall.step(Step.STARTED, 1), hall.step(Step.DONE, 1)
    assert hall.call(1).id == waits.id


def test_a_call_counts_as_it_was_whatever_becomes_of_the_number(hall):
    hall.take(0)
    hall.call(0)
    services.ticket_transfer(
        actor=hall.officials[0], counter_id=hall.counters[0], queue_id=hall.queues[1]
    )
    common, old = hall.take(1), hall.take(1)
    services.ticket_put_first(
        actor=hall.officials[1], ticket_id=old.id, ground=Ground.ELDERLY, reason="82 tuổi"
    )
    assert hall.call(1).name == "A001", "it had its turn already: the first one before others"
    hall.step(Step.STARTED, 1), hall.step(Step.DONE, 1)
    assert hall.call(1).id == old.id, "the second one; called as any other, A001 counts once"
    hall.step(Step.STARTED, 1), hall.step(Step.DONE, 1)
    assert hall.call(1).id == common.id


def test_priority_is_granted_with_ground_and_reason_and_both_are_kept(hall):
    hall.take()
    old = hall.take()
    with pytest.raises(Invalid):
        services.ticket_put_first(
            actor=hall.officials[0], ticket_id=old.id, ground=Ground.ELDERLY, reason=" "
        )
    services.ticket_put_first(
        actor=hall.officials[0], ticket_id=old.id, ground=Ground.ELDERLY, reason="82 tuổi"
    )
    assert hall.call().id == old.id
    event = TicketEvent.objects.get(step=Step.PUT_FIRST.value)
    assert (event.reason, event.account_id) == ("82 tuổi", hall.officials[0].account_id)


def test_nobody_takes_priority_at_the_kiosk(hall):
    hall.take()
    hall.take(ground=Ground.DISABLED)
    back = hall.take(ground=Ground.SUPPLEMENT)
    assert hall.call().id == back.id, "who brings a supplement comes by its code"
    hall.step(Step.STARTED), hall.step(Step.DONE)
    assert hall.call().name == "A001"


def test_a_seat_belongs_to_one_person_and_a_person_to_one_seat(hall):
    guest = actor_make(role=Role.COUNTER, unit=hall.centre)
    with pytest.raises(Refused) as refused:
        services.counter_sit(actor=guest, counter_id=hall.counters[0])
    assert refused.value.code == "counter_taken"
    with pytest.raises(Refused) as refused:
        services.ticket_call_next(actor=guest, counter_id=hall.counters[0])
    assert refused.value.code == "not_your_counter"
    services.counter_leave(actor=hall.director, counter_id=hall.counters[1])
    services.counter_sit(actor=hall.officials[0], counter_id=hall.counters[1])
    services.counter_sit(actor=guest, counter_id=hall.counters[0])


def test_people_of_another_centre_see_nothing_and_call_nobody(hall):
    hall.take()
    stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    with pytest.raises(Forbidden):
        services.counter_sit(actor=stranger, counter_id=hall.counters[0])
    with scope_use(scope_units([stranger.postings[0].unit_id])):
        assert Ticket.objects.count() == TicketEvent.objects.count() == 0


def test_the_closing_ends_what_waits_and_serves_who_is_there(hall):
    hall.take(), hall.take(), hall.take()
    hall.call(0)
    hall.step(Step.STARTED, 0)
    hall.call(1)
    assert services.hall_close(hall.centre.id) == 2
    states = list(Ticket.objects.order_by("number").values_list("state", flat=True))
    assert states == ["serving", "expired", "expired"]
    assert hall.step(Step.DONE, 0).ticket.state is TicketState.DONE
    assert services.hall_close(hall.centre.id) == 0


def test_numbers_end_by_themselves_when_their_own_hall_has_closed(hall):
    other = hall_make()
    for one in (hall, other):
        for _person in range(5):
            one.take()
        one.call(0)
        one.step(Step.STARTED, 0)
        one.step(Step.PARKED, 0)
        one.call(0)
        one.call(1)
        one.step(Step.STARTED, 1)
    states = ["parked", "called", "serving", "waiting", "waiting"]

    def of(one):
        rows = Ticket.objects.filter(unit_id=one.centre.id).order_by("number")
        return list(rows.values_list("state", flat=True))

    assert services.halls_close() == 0
    assert (of(hall), of(other)) == (states, states), "before the closing nothing ends"
    weekly_sessions_set(
        unit_id=hall.centre.id,
        days=[(Session(time(7, 30), time(11, 30)),)] * 7,
        valid_from=clock.local(MORNING).date(),
        source="06/QĐ-UBND",
    )
    closing = hours_of(hall.centre.id, MORNING).closing
    assert closing < hours_of(other.centre.id, MORNING).closing
    with clock.clock_set(closing - timedelta(seconds=1)):
        assert services.halls_close() == 0
    with clock.clock_set(closing):
        assert services.halls_close() == 4
        assert of(hall) == ["expired", "expired", "serving", "expired", "expired"]
        assert of(other) == states, "the hours of another centre do not matter"
        events = TicketEvent.objects.count()
        assert services.halls_close() == 0, "a second run does nothing"
        assert TicketEvent.objects.count() == events
        assert hall.step(Step.DONE, 1).ticket.state is TicketState.DONE
    with clock.clock_set(MORNING + timedelta(days=1)):
        assert services.halls_close() == 4, "what an earlier day left ends while its hall is open"
    assert set(of(other)) == {"expired", "serving"}


def test_a_number_is_given_up_from_the_telephone_once(hall):
    ticket = hall.take()
    services.ticket_give_up(ticket.token)
    services.ticket_give_up(ticket.token)
    assert hall.call() is None
    assert TicketEvent.objects.filter(step=Step.GIVEN_UP.value).count() == 1


def test_a_queue_with_people_in_it_stays_and_its_letter_is_its_own(hall):
    hall.take()
    with pytest.raises(Refused) as refused:
        services.queue_close(actor=hall.director, queue_id=hall.queues[0])
    assert refused.value.code == "queue_busy"
    services.queue_close(actor=hall.director, queue_id=hall.queues[1])
    for prefix in ("A", "", "ABC", "1"):
        with pytest.raises(Invalid):
            services.queue_open(
                actor=hall.director, unit_id=hall.centre.id, prefix=prefix, name="Khác"
            )
    with pytest.raises(Forbidden):
        services.queue_open(
            actor=hall.officials[0], unit_id=hall.centre.id, prefix="C", name="Khác"
        )


# --- many at once ---------------------------------------------------------------------------
def together(count, work):
    gate = Barrier(count)

    def run(n):
        try:
            gate.wait(20)
            with at(), scope_use(SYSTEM):
                return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.invariant
def test_six_counters_call_at_one_instant_and_nobody_is_called_twice(fresh_database):
    with at(), scope_use(SYSTEM):
        hall = hall_make(6)
        for _person in range(4):
            hall.take()
    called = together(6, hall.call)
    names = sorted(one.name for one in called if one is not None)
    assert names == ["A001", "A002", "A003", "A004"]


@pytest.mark.invariant
def test_six_kiosks_give_six_numbers(fresh_database):
    with at(), scope_use(SYSTEM):
        hall = hall_make(1)
    names = sorted(one.name for one in together(6, lambda _n: hall.take()))
    assert names == [f"A{n:03d}" for n in range(1, 7)]


def test_a_queue_is_called_in_the_language_of_whoever_reads(hall):
    director = hall.director
    services.queue_change(
        actor=director, queue_id=hall.queues[0], name="Hộ tịch", fields=["ho-tich"],
        names={"en": "Civil status", "id": ""},
    )  # fmt: skip
    shown = {}
    for code in ("vi", "en", "id"):
        with translation.override(code):
            shown[code] = queues_of(hall.centre.id)[0].name
    assert shown == {"vi": "Hộ tịch", "en": "Civil status", "id": "Hộ tịch"}
    with pytest.raises(Invalid) as refused:
        services.queue_change(
            actor=director, queue_id=hall.queues[0], name="A", fields=[], names={"en": "x" * 81}
        )
    assert {one.field for one in refused.value.problems} == {"name_en"}


def test_devices_taken_back_lately_are_known_when_the_live_process_starts(hall):
    one = services.device_add(
        actor=hall.director, unit_id=hall.centre.id, kind=DeviceKind.DISPLAY, name="Sảnh"
    ).device
    assert devices_gone() == []
    services.device_revoke(actor=hall.director, device_id=one.id)
    assert devices_gone() == [one.id]
    with clock.clock_set(clock.now() + timedelta(days=4)):
        assert devices_gone() == []

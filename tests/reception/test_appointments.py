"""Appointments: booked, kept within the capacity, moved, cancelled, reminded, used, missed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import MORNING, at
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make
from tests.builders.reception import hall_make

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_persons, scope_units, scope_use
from motcua.notices.models import Notice
from motcua.reception import services
from motcua.reception.models import Appointment, Slot
from motcua.reception.queries import appointments as queries
from motcua.reception.services import AppointmentOrder
from motcua.reception.types import AppointmentState, Ground

NEXT = MORNING + timedelta(days=1)  # Friday, 09:00


@pytest.fixture
def hall(db):
    with at(), scope_use(SYSTEM):
        made = hall_make()
        services.capacity_set(actor=made.director, queue_id=made.queues[0], capacity=2)
        yield made


def order(hall, when=NEXT, **over):
    return AppointmentOrder(
        **{"queue_id": hall.queues[0], "at": when, "key": uuid4(), "language": "vi", **over}
    )


def book(hall, when=NEXT, citizen=None, **over):
    return services.appointment_book(
        citizen=citizen or citizen_make(), order=order(hall, when, **over)
    )


def refused(code, work):
    with pytest.raises(Refused) as refusal:
        work()
    assert refusal.value.code == code


def test_what_can_be_booked_follows_the_calendar_and_what_is_left(hall):
    days = queries.days_offered(hall.centre.id)
    assert clock.today() in days
    assert all(day.weekday() < 5 for day in days)
    offered = queries.slots_offered(hall.centre.id, hall.queues[0], NEXT.date())
    assert {one.left for one in offered} == {2}
    book(hall)
    left = {
        one.at: one.left
        for one in queries.slots_offered(hall.centre.id, hall.queues[0], NEXT.date())
    }
    assert left[NEXT] == 1
    assert queries.slots_offered(hall.centre.id, hall.queues[1], NEXT.date()) == []


def test_pressed_twice_it_is_one_and_a_full_half_hour_is_full(hall):
    key, citizen = uuid4(), citizen_make()
    first = book(hall, citizen=citizen, key=key)
    assert book(hall, citizen=citizen, key=key) == first
    book(hall)
    refused("appointment_full", lambda: book(hall))
    assert Slot.objects.get().booked == 2


def test_a_person_has_three_at_most_and_one_at_a_time(hall):
    citizen = citizen_make()
    book(hall, citizen=citizen)
    refused("appointment_twice", lambda: book(hall, citizen=citizen))
    for half in (1, 2):
        book(hall, NEXT + half * timedelta(minutes=30), citizen)
    refused("appointments_many", lambda: book(hall, NEXT + timedelta(hours=2), citizen))


def test_outside_the_hours_and_too_late_nothing_is_booked(hall):
    refused("appointment_none", lambda: book(hall, NEXT.replace(hour=5)))
    refused("appointment_past", lambda: book(hall, MORNING + timedelta(minutes=30)))
    refused("appointment_far", lambda: book(hall, MORNING + timedelta(days=18)))
    with pytest.raises(NotFound):
        book(hall, queue_id=hall.queues[1])


def test_cancelled_the_place_is_free_again_and_only_one_s_own_is_cancelled(hall):
    citizen = citizen_make()
    mine = book(hall, citizen=citizen)
    with pytest.raises(NotFound):
        services.appointment_cancel(citizen=citizen_make(), appointment_id=mine.id)
    for _time in range(2):
        services.appointment_cancel(citizen=citizen, appointment_id=mine.id)
    assert Slot.objects.get().booked == 0


def test_moved_it_keeps_its_code_and_frees_its_half_hour(hall):
    citizen = citizen_make()
    mine = book(hall, citizen=citizen)
    later = NEXT + timedelta(hours=1)
    moved = services.appointment_move(citizen=citizen, appointment_id=mine.id, at=later)
    assert (moved.code, moved.at) == (mine.code, later)
    assert dict(Slot.objects.values_list("at", "booked")) == {NEXT: 0, later: 1}
    book(hall, later)
    other = book(hall)
    refused(
        "appointment_full",
        lambda: services.appointment_move(
            citizen=_citizen(other), appointment_id=other.id, at=later
        ),
    )
    assert Slot.objects.get(at=NEXT).booked == 1


def _citizen(view):
    from dataclasses import replace

    made = citizen_make()
    Appointment.objects.filter(id=view.id).update(person_id=made.subject_id)
    return replace(made)


def test_an_official_books_by_telephone_and_the_number_is_erased_at_the_end(hall):
    officer = hall.officials[0]
    with pytest.raises(Invalid):
        services.appointment_book_for(actor=officer, order=order(hall, phone="123"))
    view = services.appointment_book_for(actor=officer, order=order(hall, phone="0912 345 678"))
    assert view.reachable
    assert Appointment.objects.get().phone == "+84912345678"
    stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    with pytest.raises(Forbidden):
        services.appointment_book_for(actor=stranger, order=order(hall))
    with pytest.raises(Forbidden):
        services.appointment_cancel_for(actor=stranger, appointment_id=view.id)
    services.appointment_cancel_for(actor=officer, appointment_id=view.id)
    row = Appointment.objects.get()
    assert (row.phone, row.state) == ("", "cancelled")
    templates = set(Notice.objects.values_list("template", flat=True))
    assert templates == {"appointment_booked", "appointment_cancelled"}


def test_the_code_gives_a_number_that_goes_first_once_and_in_its_time(hall):
    mine = book(hall)

    def check_in(code=mine.code):
        return services.appointment_check_in(
            unit_id=hall.centre.id, code=code, key=uuid4(), language="vi"
        )

    refused("appointment_early", check_in)
    refused("appointment_unknown", lambda: check_in("x"))
    with clock.clock_set(NEXT - timedelta(minutes=20)):
        common = hall.take()
        ticket = check_in(f" {mine.code[:3]} {mine.code[3:]} ")
        assert ticket.ticket.ground is Ground.APPOINTMENT
        assert check_in().id == ticket.id, "read twice"
        assert hall.call().id == ticket.id
    assert common.name == "A001"
    assert queries.appointment_get(mine.id).state is AppointmentState.ARRIVED
    late = book(hall, NEXT + timedelta(hours=1))
    with clock.clock_set(NEXT + timedelta(hours=1, minutes=16)):
        refused("appointment_late", lambda: check_in(late.code))
        assert services.appointments_sweep() == 1
        assert services.appointments_sweep() == 0
    assert queries.appointment_get(late.id).state is AppointmentState.MISSED


def test_reminders_go_out_once_the_day_before_and_two_hours_before(hall):
    book(hall, NEXT + timedelta(hours=1))
    assert services.reminders_send() == 0, "booked 25 hours before: not due yet"
    for hours, told in ((1.5, 1), (2, 0), (23.5, 1), (24, 0), (26, 0)):
        with clock.clock_set(MORNING + timedelta(hours=hours)):
            assert services.reminders_send() == told, hours
    said = list(Notice.objects.order_by("id").values_list("template", flat=True))
    assert said == ["appointment_booked", "appointment_day", "appointment_hours"]


def test_without_account_and_telephone_nobody_is_told(hall):
    services.appointment_book_for(actor=hall.officials[0], order=order(hall))
    assert Notice.objects.count() == 0


def test_only_the_centre_and_the_person_see_it(hall):
    citizen = citizen_make()
    mine = book(hall, citizen=citizen)
    stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    for scope, seen in (
        (scope_persons({citizen.subject_id}), 1),
        (scope_persons({citizen_make().subject_id}), 0),
        (scope_units([hall.centre.id]), 1),
        (scope_units([stranger.postings[0].unit_id]), 0),
    ):
        with scope_use(scope):
            assert Appointment.objects.count() == seen
    with scope_use(scope_persons({citizen.subject_id})):
        assert [one.id for one in queries.appointments_own(citizen.subject_id)] == [mine.id]
    assert [one.id for one in queries.appointments_of_day(hall.centre.id, NEXT.date())] == [mine.id]


def test_the_capacity_is_the_director_s_and_has_an_end(hall):
    for wrong in (-1, 51):
        with pytest.raises(Invalid):
            services.capacity_set(actor=hall.director, queue_id=hall.queues[0], capacity=wrong)
    with pytest.raises(Forbidden):
        services.capacity_set(actor=hall.officials[0], queue_id=hall.queues[0], capacity=1)
    book(hall), book(hall)
    services.capacity_set(actor=hall.director, queue_id=hall.queues[0], capacity=1)
    refused("appointment_full", lambda: book(hall))


@pytest.mark.invariant
def test_six_want_the_last_two_places_at_one_instant(fresh_database):
    with at(), scope_use(SYSTEM):
        hall = hall_make(1)
        services.capacity_set(actor=hall.director, queue_id=hall.queues[0], capacity=2)
        people = [citizen_make() for _one in range(6)]
    answers = at_once(lambda citizen: book(hall, citizen=citizen), people)
    assert answers.count("appointment_full") == 4
    with scope_use(SYSTEM):
        assert Slot.objects.get().booked == Appointment.objects.count() == 2


@pytest.mark.invariant
def test_one_person_asks_six_times_at_one_instant(fresh_database):
    with at(), scope_use(SYSTEM):
        hall = hall_make(1)
        services.capacity_set(actor=hall.director, queue_id=hall.queues[0], capacity=6)
        citizen = citizen_make()
    wanted = [NEXT + timedelta(minutes=30 * n) for n in range(4)]
    wanted += [one + timedelta(days=3) for one in wanted[:2]]
    answers = at_once(lambda when: book(hall, when, citizen), wanted)
    assert answers.count("appointments_many") == 3
    with scope_use(SYSTEM):
        assert Appointment.objects.count() == 3


def at_once(work, given):
    """Do the work for each at one instant on connections of their own; codes, or why not."""
    gate = Barrier(len(given))

    def run(one):
        try:
            gate.wait(20)
            with at(), scope_use(SYSTEM):
                return work(one).code
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(given)) as pool:
        return list(pool.map(run, given))


def test_twelve_wrong_codes_at_one_kiosk_are_enough_for_a_while(hall):
    made = book(hall)

    def typed(code, kiosk=1):
        return services.appointment_check_in(
            unit_id=hall.centre.id, code=code, key=uuid4(), language="vi", kiosk=kiosk
        )

    wrong = "000000" if made.code != "000000" else "000001"
    with clock.clock_set(NEXT):
        for _try in range(12):
            refused("appointment_unknown", lambda: typed(wrong))
        refused("appointment_tries", lambda: typed(made.code))
        assert typed(made.code, kiosk=2).ticket.ground is Ground.APPOINTMENT
    with clock.clock_set(NEXT + timedelta(minutes=25)):
        refused("appointment_unknown", lambda: typed(wrong))

"""Appointments at the office: the day, booking for somebody who calls."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.models import Appointment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/appointments/"
DAY = f"{HERE}?day=2026-09-11"


@pytest.fixture
def work(db):
    return hall_at_work()


@pytest.fixture
def open_work(work):
    with at(), scope_use(SYSTEM):
        services.capacity_set(actor=work.commune.director, queue_id=work.queues[0], capacity=1)
    return work


def test_without_capacity_it_says_who_opens_it(work):
    assert "No queue takes appointments" in text(work.get(HERE))


def test_one_is_booked_for_a_caller_and_the_code_is_told(open_work):
    form = open_work.get(DAY).context["form"]
    slot = form.fields["slot"].choices[1][0]
    data = {"slot": slot, "key": str(form["key"].value())}
    assert open_work.post(DAY, **data, phone="12").status_code == 422
    page = text(open_work.post(DAY, **data, phone="0912 345 678"))
    with scope_use(SYSTEM):
        row = Appointment.objects.get()
    assert f"{row.code[:3]} {row.code[3:]}" in page
    assert "Booked" in page
    full = open_work.post(DAY, slot=slot, key="6f1f7b7e-7f7c-4c39-9a6f-0d8a5a3f7c11")
    assert full.status_code == 422
    assert "has just become full" in full.content.decode()


def test_an_empty_day_says_so_and_a_wrong_one_is_today(open_work):
    assert "Nobody has an appointment" in text(open_work.get(DAY))
    assert open_work.get(f"{HERE}?day=x").status_code == 200

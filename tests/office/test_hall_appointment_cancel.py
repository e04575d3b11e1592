"""An appointment cancelled by the office."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.builders.dossiers import MORNING, at
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.services import AppointmentOrder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_is_cancelled_by_its_centre_and_by_nobody_else(db):
    work = hall_at_work()
    with at(), scope_use(SYSTEM):
        services.capacity_set(actor=work.commune.director, queue_id=work.queues[0], capacity=1)
        order = AppointmentOrder(work.queues[0], MORNING.replace(hour=3), uuid4(), "vi")
        one = services.appointment_book_for(actor=work.officer, order=order)
        stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    url = f"/office/hall/appointments/{one.id}/cancel/"
    assert work.post(url, stranger).status_code == 404
    assert "The appointment is cancelled" in text(work.post(url))
    assert work.post(url).status_code == 200
    page = work.get(f"/office/hall/appointments/?day={MORNING.date()}")
    assert "cancelled" in page.content.decode()

"""A number called out of its turn; two officers at one number."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def seated(db):
    made = hall_at_work()
    made.sit()
    return made


def state_of(ticket):
    with scope_use(SYSTEM):
        return Ticket.objects.get(pk=ticket.id).state


def test_two_officers_at_one_number_read_what_happened(seated):
    ticket = seated.take()
    seated.post("/office/hall/call/")
    answer = text(
        seated.post(f"/office/hall/tickets/{ticket.id}/call/", seated.colleague, reason="đứng đây")
    )
    assert "not possible as the number stands now" in answer
    seated.post("/office/hall/step/", step="started")
    services_done = text(seated.post("/office/hall/call/"))
    assert "Finish with the number at the counter first" in services_done


def test_one_that_waits_is_called_before_others_only_with_a_reason_that_is_kept(seated):
    seated.take()
    second = seated.take()
    page = text(seated.get(f"/office/hall/tickets/{second.id}/"))
    assert "Why it is called before others" in page
    refused = text(seated.post(f"/office/hall/tickets/{second.id}/call/", reason="  "))
    assert "Say why this number is called before others" in refused
    assert state_of(second) == "waiting"
    seated.post(f"/office/hall/tickets/{second.id}/call/", reason="Đang đứng ở quầy")
    assert state_of(second) == "called"
    told = text(seated.get(f"/office/hall/tickets/{second.id}/"))
    assert "Đang đứng ở quầy" in told


def test_one_from_the_side_table_comes_back_without_a_reason(seated):
    ticket = seated.take()
    seated.post("/office/hall/call/")
    for step in ("started", "parked"):
        seated.post("/office/hall/step/", step=step)
    seated.post(f"/office/hall/tickets/{ticket.id}/call/")
    assert state_of(ticket) == "called"

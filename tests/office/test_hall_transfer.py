"""A number passed on to another queue."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def seated(db):
    made = hall_at_work()
    made.sit()
    return made


def test_parked_is_called_back_and_passed_on(seated):
    ticket = seated.take()
    seated.post("/office/hall/call/")
    seated.post("/office/hall/step/", step="started")
    page = text(seated.post("/office/hall/step/", step="parked"))
    assert "At the side table" in page
    page = text(seated.post(f"/office/hall/tickets/{ticket.id}/call/"))
    assert "Counter 1" in page
    assert "Choose the queue first" in text(seated.post("/office/hall/transfer/", queue=""))
    page = text(seated.post("/office/hall/transfer/", queue=seated.queues[1]))
    assert "is passed on" in page
    assert "A001" in text(seated.post("/office/hall/call/", seated.colleague))

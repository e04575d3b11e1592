"""A number called out of its turn; two officers at one number."""

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


def test_two_officers_at_one_number_read_what_happened(seated):
    ticket = seated.take()
    seated.post("/office/hall/call/")
    answer = text(seated.post(f"/office/hall/tickets/{ticket.id}/call/", seated.colleague))
    assert "not possible as the number stands now" in answer
    seated.post("/office/hall/step/", step="started")
    services_done = text(seated.post("/office/hall/call/"))
    assert "Finish with the number at the counter first" in services_done

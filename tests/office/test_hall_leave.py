"""Leaving a counter, and freeing that of somebody who has gone."""

from __future__ import annotations

import pytest
from tests.office.hallwork import hall_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def seated(db):
    made = hall_at_work()
    made.sit()
    return made


def test_the_seat_of_somebody_who_has_gone_is_freed_by_the_director(seated):
    seated.post(f"/office/hall/counters/{seated.counters[1]}/leave/", seated.commune.director)
    with scope_use(SYSTEM):
        services.counter_sit(actor=seated.officer, counter_id=seated.counters[1])
        assert Ticket.objects.count() == 0

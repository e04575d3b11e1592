"""A counter taken out of use keeps its figures; its number can be given again."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.queries.desk import counters_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def work(db):
    return hall_at_work()


def test_a_counter_is_closed_when_nobody_is_served_there(work):
    director, first = work.commune.director, work.counters[0]
    here = f"/office/hall/setup/counters/{first}/close/"
    work.sit()
    work.take()
    work.post("/office/hall/call/")
    assert "Finish with the number" in text(work.post(here, director))
    work.post("/office/hall/step/", step="started")
    work.post("/office/hall/step/", step="done")
    assert "out of use" in text(work.post(here, director))
    assert work.post(here, director).status_code == 404
    assert work.post(here).status_code == 404, "only who sets the hall up"
    with at(), scope_use(SYSTEM):
        assert [one.number for one in counters_of(work.commune.centre.id)] == [2]
    again = {"what": "counter", "number": "1", "queues": [work.queues[0]]}
    assert "Counter 1 serves" in text(work.post("/office/hall/setup/", director, **again))

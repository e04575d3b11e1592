"""Setting a hall up: queues, counters, links of devices, the end of the day."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import commune_at_work
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of, commune_make
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import Counter, Queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/setup/"


@pytest.fixture
def work(db):
    return hall_at_work()


def add(work, what, actor=None, **data):
    """Send one of the page's forms."""
    data = {"what": what, "unit": work.commune.centre.id, **data}
    return work.post(HERE, actor or work.commune.director, **data)


def test_an_empty_centre_is_set_up_from_nothing(db):
    with scope_use(SYSTEM):
        commune = commune_at_work()
    browser = client_for(commune.director)
    assert "No queue is open yet" in text(browser.get(HERE))
    field = commune.offering.version.field_code
    page = browser.post(
        HERE,
        {
            "what": "queue",
            "unit": commune.centre.id,
            "prefix": "a",
            "name": "Hộ tịch",
            "fields_": [field],
        },
        follow=True,
    )
    assert "The queue is open" in text(page)
    with scope_use(SYSTEM):
        queue = Queue.objects.get()
    assert (queue.prefix, queue.fields) == ("A", [field])
    page = browser.post(
        HERE,
        {"what": "counter", "unit": commune.centre.id, "number": 3, "queues": [queue.pk]},
        follow=True,
    )
    assert "Counter 3 serves these queues" in text(page)


def test_wrong_input_stands_at_its_field(work):
    page = add(work, "queue", prefix="A", name="Khác")
    assert page.status_code == 422
    assert "Another queue has this letter" in page.content.decode()
    assert add(work, "counter", number=0).status_code == 422
    assert add(work, "device", kind="kiosk", name="").status_code == 422


def test_who_only_serves_sets_nothing_up(work):
    assert work.get(HERE).status_code == 404


def test_another_centre_s_hall_is_not_there(work):
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.DIRECTOR, unit=body_of(commune_make(), "ttpvhcc"))
        before = Counter.objects.count()
    queue = f"/office/hall/setup/queues/{work.queues[0]}/"
    assert work.get(queue, stranger).status_code == 404
    assert work.post(f"{queue}close/", stranger).status_code == 404
    assert (
        work.post(f"/office/hall/setup/end/{work.commune.centre.id}/", stranger).status_code == 404
    )
    add(work, "counter", stranger, number=9, queues=[work.queues[0]])
    with scope_use(SYSTEM):
        assert Counter.objects.count() == before


def test_calls_are_made_as_the_centre_decides(work):
    director = work.commune.director
    house = {"what": "house", "call_seconds": "90", "misses_most": "2", "firsts_in_a_row": "3"}
    assert work.post(HERE, director, **{**house, "call_seconds": "5"}).status_code == 422
    assert "this way from now on" in text(work.post(HERE, director, **house))
    work.sit()
    work.take()
    work.post("/office/hall/call/")
    early = text(work.post("/office/hall/step/", step="no_show", seconds=60))
    assert "still running" in early
    assert "at the end of the queue" in text(
        work.post("/office/hall/step/", step="no_show", seconds=95)
    )

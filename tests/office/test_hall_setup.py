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
from motcua.reception.models import Counter, Device, Queue, Ticket

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


def test_a_queue_is_renamed_and_closed_unless_somebody_waits(work):
    here = f"/office/hall/setup/queues/{work.queues[0]}/"
    assert "Hộ tịch" in text(work.get(here, work.commune.director))
    page = work.post(here, work.commune.director, name="Tư pháp", capacity=2, aim_minutes=20)
    assert "The queue is changed" in text(page)
    assert work.post(here, work.commune.director, name="").status_code == 422
    work.take()
    assert "Somebody still waits" in text(work.post(f"{here}close/", work.commune.director))
    other = f"/office/hall/setup/queues/{work.queues[1]}/"
    assert "The queue is closed" in text(work.post(f"{other}close/", work.commune.director))
    assert work.get(other, work.commune.director).status_code == 404


def test_a_device_s_link_is_shown_once_and_taken_back(work):
    page = add(work, "device", kind="kiosk", name="Cửa chính")
    link = page.context["new_link"]
    assert link in page.content.decode()
    again = work.get(HERE, work.commune.director)
    assert "Cửa chính" in text(again)
    assert link not in again.content.decode()
    with scope_use(SYSTEM):
        device = Device.objects.get()
    done = work.post(f"/office/hall/setup/devices/{device.pk}/revoke/", work.commune.director)
    assert "opens nothing any more" in text(done)
    assert "Cửa chính" not in text(work.get(HERE, work.commune.director))


def test_the_day_is_ended_by_hand(work):
    work.take(), work.take()
    page = work.post(f"/office/hall/setup/end/{work.commune.centre.id}/", work.commune.director)
    assert "2 numbers" in text(page)
    with scope_use(SYSTEM):
        assert set(Ticket.objects.values_list("state", flat=True)) == {"expired"}


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

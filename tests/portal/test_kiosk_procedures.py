"""What do you come for: the procedures of a queue, and "something else"."""

from __future__ import annotations

import pytest

from tests.portal.halls import hall_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return hall_open()


def test_a_queue_shows_its_own_procedures_alone(there):
    own = there.get(f"vi/{there.queue}/").content.decode()
    assert there.commune.offering.version.name in own
    assert f"{there.kiosk}vi/{there.queue}/{there.code}/" in own
    other = there.get(f"vi/{there.hall.queues[1]}/").content.decode()
    assert there.commune.offering.version.name not in other
    assert 'name="key"' in other, "whoever finds nothing takes a number all the same"


def test_a_queue_of_another_centre_leads_home(there):
    elsewhere = hall_open()
    answer = there.get(f"vi/{elsewhere.queue}/")
    assert (answer.status_code, answer.url) == (302, there.kiosk)

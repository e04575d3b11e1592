"""A queue taken out of use."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/setup/"


@pytest.fixture
def work(db):
    return hall_at_work()


def test_a_queue_is_closed_unless_somebody_waits(work):
    here = f"/office/hall/setup/queues/{work.queues[0]}/"
    work.take()
    assert "Somebody still waits" in text(work.post(f"{here}close/", work.commune.director))
    other = f"/office/hall/setup/queues/{work.queues[1]}/"
    assert "The queue is closed" in text(work.post(f"{other}close/", work.commune.director))
    assert work.get(other, work.commune.director).status_code == 404

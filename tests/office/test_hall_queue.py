"""A queue changed."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/setup/"


@pytest.fixture
def work(db):
    return hall_at_work()


def test_a_queue_is_renamed_and_a_wrong_name_is_refused(work):
    here = f"/office/hall/setup/queues/{work.queues[0]}/"
    assert "Hộ tịch" in text(work.get(here, work.commune.director))
    data = {"capacity": 2, "aim_minutes": 20}
    page = work.post(here, work.commune.director, name="Tư pháp", **data)
    assert "The queue is changed" in text(page)
    for wrong in ({"name": ""}, {"capacity": 99}, {"aim_minutes": 0}):
        sent = {"name": "Tư pháp", **data, **wrong}
        assert work.post(here, work.commune.director, **sent).status_code == 422

"""A queue changed."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.queries.tickets import queue_of_field
from motcua.reception.services import queue_close
from motcua.reception.types import RESULTS

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


def test_a_queue_may_be_for_those_who_collect_results(work):
    here = f"/office/hall/setup/queues/{work.queues[1]}/"
    data = {"name": "Trả kết quả", "capacity": 0, "aim_minutes": 10, "fields_": [RESULTS]}
    assert "The queue is changed" in text(work.post(here, work.commune.director, **data))
    page = text(work.get(HERE, work.commune.director))
    assert page.count("Return of results") == 2, "beside the queue and among the choices"
    with scope_use(SYSTEM):
        assert queue_of_field(work.commune.centre.id, RESULTS).pk == work.queues[1]
        assert queue_of_field(work.commune.centre.id, "ho-tich").pk == work.queues[0]
        queue_close(actor=work.commune.director, queue_id=work.queues[0])
        assert queue_of_field(work.commune.centre.id, "ho-tich").pk == work.queues[1], (
            "the only one"
        )

"""The end of the day by hand."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/setup/"


@pytest.fixture
def work(db):
    return hall_at_work()


def test_the_day_is_ended_by_hand(work):
    work.take(), work.take()
    page = work.post(f"/office/hall/setup/end/{work.commune.centre.id}/", work.commune.director)
    assert "2 numbers" in text(page)
    with scope_use(SYSTEM):
        assert set(Ticket.objects.values_list("state", flat=True)) == {"expired"}

"""Call who is next."""

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


def test_nobody_waits_is_said(seated):
    assert "Nobody waits in the queues of this counter" in text(seated.post("/office/hall/call/"))

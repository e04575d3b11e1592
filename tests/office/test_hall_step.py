"""Steps of the number at a counter, and what cannot follow."""

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


def test_did_not_come_only_after_the_window(seated):
    seated.take()
    page = seated.post("/office/hall/call/").content.decode()
    assert "data-after-call disabled" in page
    early = text(seated.post("/office/hall/step/", step="no_show", seconds=44))
    assert "The call is still running" in early
    assert (
        "data-after-call disabled" not in seated.get("/office/hall/", seconds=46).content.decode()
    )
    late = text(seated.post("/office/hall/step/", step="no_show", seconds=46))
    assert "waits at the end of the queue" in late


def test_the_third_time_cancels(seated):
    seated.take()
    for turn in range(3):
        seated.post("/office/hall/call/", seconds=turn * 60)
        page = text(seated.post("/office/hall/step/", step="no_show", seconds=turn * 60 + 46))
    assert "is cancelled" in page


def test_unknown_steps_are_none(seated):
    assert seated.post("/office/hall/step/", step="expired").status_code == 404

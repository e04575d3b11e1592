"""The hall's desk: from an empty counter to a finished number, with every refusal in words."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/"


@pytest.fixture
def work(db):
    return hall_at_work()


@pytest.fixture
def seated(work):
    work.sit()
    return work


def test_one_chooses_a_counter_and_sits_down(work):
    page = text(work.get(HERE))
    assert "Choose the counter" in page
    assert "nobody sits here" in page
    page = text(work.post(f"/office/hall/counters/{work.counters[0]}/sit/"))
    assert "Counter 1" in page
    assert "Nobody is at your counter" in page
    taken = text(work.post(f"/office/hall/counters/{work.counters[0]}/sit/", work.colleague))
    assert "Somebody else sits at this counter" in taken
    assert "Choose the counter" in text(
        work.post(f"/office/hall/counters/{work.counters[0]}/leave/")
    )


def test_a_number_is_called_shown_large_and_served(seated):
    seated.take_for(papers=1)
    page = text(seated.post("/office/hall/call/"))
    version = seated.commune.offering.version
    for words in (
        "A001",
        "Hộ tịch",
        "Tiếng Việt",
        version.label if hasattr(version, "label") else version.name,
        "ticked at the kiosk",
    ):
        assert words in page
    assert "May come until 09:00:45" in page
    assert "is at your counter" not in text(seated.post("/office/hall/step/", step="started"))
    page = text(seated.post("/office/hall/step/", step="done"))
    assert "A001 is finished" in page
    assert "Nobody is at your counter" in page


def test_who_serves_nobody_sees_no_hall(work):
    assert work.get(HERE, work.commune.specialist).status_code == 404

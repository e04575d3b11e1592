"""The hall in figures: a day, an empty day, a forecast, and whose it is."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/figures/"


@pytest.fixture
def work(db):
    made = hall_at_work()
    made.sit()
    return made


def test_an_empty_day_says_so(work):
    assert "No number was taken on this day" in text(work.get(HERE, work.commune.director))


def test_today_shows_times_grounds_and_the_forecast(work):
    work.take()
    old = work.take()
    work.post(f"/office/hall/tickets/{old.id}/", ground="elderly", reason="82 tuổi")
    work.post("/office/hall/call/", seconds=600)
    work.post("/office/hall/step/", step="started", seconds=600)
    work.post("/office/hall/step/", step="done", seconds=900)
    page = text(work.get(HERE, work.commune.director, seconds=960))
    for words in (
        "1 of 1 people served",
        "A · Hộ tịch",
        "Elderly",
        "The rest of today",
        "1 person waits now",
        "there are no data yet of this day in the weeks before",
        "Those who wait now will be served by about",
    ):
        assert words in page, words
    assert "more will probably come" not in page, "no week before says how many"
    week = text(work.get(HERE, work.commune.director, seconds=7 * 24 * 3600))
    assert "The rest of today" not in week, "nobody has come yet"
    work.take(hours=7 * 24)
    week = text(work.get(HERE, work.commune.director, seconds=7 * 24 * 3600))
    assert "as on this day of the weeks before" in week
    assert "no data yet" not in week
    past = text(work.get(f"{HERE}?day=2026-09-09", work.commune.director))
    assert "No number was taken" in past
    assert "The last day with numbers" not in past, "nobody had taken one yet"
    after = work.get(HERE, work.commune.director, seconds=48 * 3600)
    assert "The last day with numbers: Thursday" in text(after)
    assert "day=2026-09-10" in after.content.decode()
    assert work.get(f"{HERE}?day=x&unit=999999", work.commune.director).status_code == 200


def test_it_is_the_directors(work):
    assert work.get(HERE).status_code == 404
    with scope_use(SYSTEM):
        elsewhere = actor_make(role=Role.DIRECTOR, unit=commune_make())
    assert "service centre" in text(client_for(elsewhere).get(HERE))

"""The page of targets: set by the province's register, read by the province."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.oversight import watch_at_work

from motcua.oversight.queries.targets import targets_of

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/targets/"
DATA = {
    "title": "Ít nhất 90 % đúng hạn (mẫu)",
    "source": "NQ mẫu",
    "metric": "in-time",
    "goal": "90",
    "level": "communes",
    "first_day": "2026-09-01",
    "last_day": "2026-12-31",
}


@pytest.fixture
def watch():
    with watch_at_work() as made:
        yield made


def test_set_and_followed(watch):
    keeper = client_for(watch.keeper)
    assert "No target is set" in keeper.get(URL).content.decode()
    wrong = keeper.post(URL, DATA | {"last_day": "2026-08-01"})
    assert wrong.status_code == 422
    assert "NQ mẫu" in wrong.content.decode()
    keeper.post(URL, DATA)
    assert [one.title for one in targets_of(watch.province.id)] == [DATA["title"]]
    page = keeper.get(URL).content.decode()
    assert DATA["title"] in page
    assert "nothing to count" in page


def test_a_commune_reads_how_it_stands_and_changes_nothing(watch):
    client_for(watch.keeper).post(URL, DATA)
    officer = client_for(watch.officer)
    page = officer.get(URL)
    assert DATA["title"] in page.content.decode()
    assert "Set a target" not in page.content.decode()
    answer = officer.post(URL, DATA | {"title": "Khác"}, follow=True)
    assert "Only whoever keeps the register" in answer.content.decode()
    assert len(targets_of(watch.province.id)) == 1

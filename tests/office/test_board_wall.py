"""A board on a wall screen: at most four panels, no names, no links into the office, live."""

from __future__ import annotations

import re

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make
from tests.builders.reception import hall_at
from tests.office.test_board import page_of
from tests.office.test_board_readers import asks, keys_of

from motcua.identity.types import Role
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
WALL = "/office/board/wall/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_accepted(made)
        dossier_at(made, Act.RETURN)
        hall_at(made.centre).take()
    return made


def test_a_wall_screen_has_at_most_four_panels_and_names_nobody(commune):
    chairman = actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id))
    for reader, query in (
        (commune.leader, {}),
        (commune.director, {}),
        (chairman, {}),
        (chairman, {"board": "ministry"}),
    ):
        _answer, page = page_of(reader, WALL, **query)
        assert 1 <= page.count("data-panel") <= 4
        for person in (commune.specialist, commune.leader, commune.counter):
            assert person.name not in page
        assert "Nguyễn Văn Mẫu" not in page
        links = re.findall(r'href="(/office/[^"]*)"', page)
        assert all(link.startswith("/office/board/?") for link in links)
        assert len(links) <= 1
        assert 'data-theme="dark"' in page


def test_the_hall_stands_on_the_wall_of_a_commune_and_of_its_centre(commune):
    for reader in (commune.leader, commune.director):
        _answer, page = page_of(reader, WALL)
        assert keys_of(page)["people wait in the hall"] == "1"


def test_the_share_on_the_wall_is_written_as_on_the_board(commune):
    for path in (WALL, "/office/board/"):
        page = page_of(commune.leader, path)[1]
        assert "100.0%" in page
        assert "100.00%" not in page


def test_a_wall_says_what_of_its_address_it_does_not_show(commune):
    page = page_of(commune.leader, WALL, **{"from": "2026-09-02", "to": "2026-09-01"})[1]
    assert "The last day lies before the first day." in page
    page = page_of(commune.leader, WALL, procedure="9.999999")[1]
    assert "The procedure “9.999999”" in page
    assert "A wall counts every channel." in page_of(commune.leader, WALL, channel="online")[1]
    assert "wall-problem" not in page_of(commune.leader, WALL, period="year")[1]


def test_it_renews_itself(commune):
    first = asks(commune.leader, path=WALL)
    assert keys_of(first.content.decode())["received in the period"] == "2"
    assert asks(commune.leader, first["ETag"], path=WALL).status_code == 304
    with at(1):
        dossier_accepted(commune)
    again = asks(commune.leader, first["ETag"], path=WALL)
    assert again.status_code == 200
    assert keys_of(again.content.decode())["received in the period"] == "3"


def test_a_wall_moves_on_with_the_calendar(commune):
    _answer, page = page_of(commune.leader)
    (url,) = set(re.findall(r'href="(/office/board/wall/[^"]*)"', page))
    wall = url.replace("&amp;", "&")
    assert "period=month" in wall
    assert "from=" not in wall
    later = page_of(commune.leader, wall, hours=24 * 14)[1]
    assert keys_of(later)["overdue now"] == "1", "a wall that hung for two weeks tells today's"
    days = {"from": "2026-09-01", "to": "2026-09-09"}
    _answer, page = page_of(commune.leader, **days)
    assert "from=2026-09-01&amp;to=2026-09-09" in page.split("/office/board/wall/")[1][:120]


def test_a_wall_of_days_that_are_over_does_not_speak_of_now(commune):
    _answer, page = page_of(
        commune.leader, WALL, hours=24 * 14, **{"from": "2026-09-01", "to": "2026-09-11"}
    )
    assert "As it stood at the end of the period" in page
    assert "overdue now" not in page
    assert "The service now" not in page


def test_a_wall_says_what_alone_it_counts(commune):
    version = commune.offering.version
    _answer, page = page_of(commune.leader, WALL, procedure=version.code, own="1")
    head = page.split("<header")[1].split("</header>")[0]
    assert version.name in head
    assert "The unit itself alone" in head
    _answer, board = page_of(commune.leader, channel="post")
    assert "channel" not in re.findall(r'href="(/office/board/wall/[^"]*)"', board)[0]

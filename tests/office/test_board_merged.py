"""The board of a unit that took over another one, its lists, and the board of the merged unit."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make, client_for
from tests.office.test_board import BOARD, links_of, page_of

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.organisations.models import Succession, Unit
from motcua.organisations.queries import unit_get
from motcua.organisations.types import Transfer

pytestmark = pytest.mark.usefixtures("system_scope")
LIST = "/office/board/dossiers/"
LATER = 24 * 20


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def merger():
    """One dossier in the heir, two in the commune that went into it on the third day."""
    with at():
        heir, merged = commune_at_work(code="00001"), commune_at_work(code="00002", name="Cũ")
        dossier_accepted(heir)
        codes = [dossier_accepted(merged) for _ in range(2)]
    day = clock.local(MORNING).date() + timedelta(days=2)
    bodies = [merged.unit.id, merged.centre.id, merged.office.id]
    Unit.objects.filter(pk__in=bodies).update(valid_to=day)
    Succession.objects.create(
        old_id=merged.unit.id,
        new_id=heir.unit.id,
        transfer=Transfer.WHOLE.value,
        is_split=False,
        effective_on=day,
    )
    first = clock.local(MORNING).date()
    days = {"from": str(first), "to": str(first + timedelta(days=19))}
    return heir, merged, codes, days


def test_an_heir_s_board_counts_what_it_took_over_and_names_it(merger):
    heir, merged, codes, days = merger
    _answer, page = page_of(heir.leader, hours=LATER, **days)
    name = f"Taken over from {merged.unit.full_name}"
    assert name in page
    assert "Counted here too" in page
    links = {link: n for link, n in links_of(page) if "figure=overdue" in link}
    assert 3 in links.values()
    part = f"taken={merged.unit.id}"
    assert [n for link, n in links.items() if part in link] == [2]
    own = [n for link, n in links.items() if "own=1" in link]
    assert own == [1]
    for link, n in links.items():
        with at(LATER):
            listed = client_for(heir.leader).get(link).content.decode()
        assert f": {n}</h1>" in listed
        told = [code for code in codes if code in listed]
        if "procedure=" not in link and "official=" not in link:  # people where they work
            assert len(told) == (0 if "own=1" in link else 2), (link, n)
        assert "opened there" in listed if told else "opened there" not in listed
        assert not [code for code in codes if f"/office/dossiers/{code}" in listed]
    narrowed, page = page_of(heir.leader, hours=LATER, taken=str(merged.unit.id), **days)
    assert narrowed.status_code == 200
    assert {n for link, n in links_of(page) if "figure=overdue" in link} == {2}


def test_before_the_merger_it_counts_its_own_alone(merger):
    heir, merged, _codes, days = merger
    _answer, page = page_of(heir.leader, hours=LATER, **{**days, "to": days["from"]})
    assert "Counted here too" not in page
    assert {n for link, n in links_of(page) if "figure=received&" in f"{link}&"} == {1}
    assert merged.unit.full_name not in page.split("board-period")[1]


def test_the_merged_unit_s_board_says_where_it_went(merger):
    heir, _merged, _codes, days = merger
    province = unit_get(heir.unit.parent_id)
    chairman = actor_make(role=Role.VIEWER, unit=province)
    _answer, above = page_of(chairman, hours=LATER, unit=province.code, **days)
    row = next(
        found.replace("&amp;", "&")
        for found in re.findall(r'href="(/office/board/\?[^"]*)"', above)
        if "on=" in found and "unit=00002" in found
    )
    with at(LATER):
        page = client_for(chairman).get(row).content.decode()
    assert "This unit is no longer there" in page
    assert "unit=00001" in page
    for link, n in links_of(page.replace("\u00a0", " ")):
        with at(LATER):
            assert f": {n}</h1>" in client_for(chairman).get(link).content.decode()
    assert {n for link, n in links_of(above) if "figure=overdue" in link and "unit=19" in link}


@pytest.mark.parametrize("page", [BOARD, LIST, "/office/board/wall/", "/office/lateness/"])
def test_others_and_parts_that_were_not_taken_over_are_not_there(merger, page):
    heir, merged, _codes, days = merger
    query = {**days, "figure": "open"}
    with at(LATER):
        client = client_for(heir.leader)
        assert client.get(page, query).status_code == 200
        for wrong in (heir.unit.id, heir.unit.parent_id, 10**9):
            assert client.get(page, {**query, "taken": str(wrong)}).status_code == 404
        assert client.get(page, {**query, "unit": "00002", "on": days["from"]}).status_code == 404
        stranger = client_for(actor_make(role=Role.LEADER, unit=unit_get(merged.office.id)))
        wanted = {**query, "unit": "00001", "taken": str(merged.unit.id)}
        assert stranger.get(page, wanted).status_code == 404


def test_twenty_forecast_lateness_and_wall_count_it_too(merger):
    heir, merged, codes, days = merger
    reader = actor_make(role=Role.DIRECTOR, unit=heir.unit)
    with at(LATER):
        twenty = client_for(reader).get("/office/twenty/", days)
        late = client_for(heir.leader).get(
            "/office/lateness/", {**days, "cause": "none", "figure": "overdue"}
        )
        wall = client_for(heir.leader).get("/office/board/wall/", days)
        forecast = client_for(heir.leader).get("/office/forecast/")
    for answer in (twenty, late, wall, forecast):
        assert answer.status_code == 200, answer.request["PATH_INFO"]
    assert "Counted here too" in twenty.content.decode()
    assert ">3</a>" in twenty.content.decode() or ">3<" in twenty.content.decode()
    listed = late.content.decode()
    assert all(code in listed for code in codes)
    assert f"Taken over from {merged.unit.full_name}" in listed
    assert ">3<" in wall.content.decode()
    assert "Counted here too" in forecast.content.decode()

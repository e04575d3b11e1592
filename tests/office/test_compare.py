"""Units side by side: a map with a legend, places with ties, sums of neighbours without lists."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import province_make

from motcua.identity.types import Role
from motcua.indicators.comparing import rules
from motcua.indicators.models import Reading
from motcua.indicators.services import cases_follow
from motcua.office.comparing import grid
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = [pytest.mark.usefixtures("english", "system_scope")]
URL = "/office/compare/"


@pytest.fixture
def communes(monkeypatch):
    """Two communes of one province; three dossiers are enough for a place here."""
    lowered = [replace(rules.RULES[0], least=1)]
    monkeypatch.setattr(rules.rules_on, "__defaults__", (tuple(lowered),))
    with at():
        made = commune_at_work(), commune_at_work(name="Phong Quang")
        for one in made:
            dossier_at(one, Act.RETURN)
        dossier_accepted(made[0])
    with at(2):
        cases_follow()
    return made


def page_of(actor, path=URL, **query):
    with at(3):
        return client_for(actor).get(path, query)


def test_equal_communes_share_a_place_and_stand_on_the_map(communes):
    answer = page_of(communes[0].leader)
    assert answer.status_code == 200
    found = answer.context["found"]
    text = answer.content.decode().replace("\u00a0", " ")
    assert [(one.unit.id, one.place.place, one.place.shared) for one in found.lines] == [
        *((one.unit.id, 1, True) for one in sorted(communes, key=lambda c: c.unit.name))
    ]
    tiles = {str(tile.label): tile for tile in answer.context["tiles"]}
    assert tiles[communes[1].unit.name].step == 4
    assert tiles[communes[1].unit.name].value == "100.00%"
    assert "of 2 resolved in all units together" in text
    assert "Figures as of Thursday 10 September 2026, 12:00" in text
    assert [str(step.areas) for step in answer.context["steps"]][-1] == "2 units"


def test_what_is_counted_opens_only_for_units_of_ones_own(communes):
    own, other = communes
    answer = page_of(own.leader, measure="2.1")
    behind = {line.unit.id: line.behind for line in answer.context["found"].lines}
    assert page_of(own.leader, behind[own.unit.id]).status_code == 200
    assert behind[other.unit.id] == ""
    codes = re.findall(r"\bH\d\d\.\d+-\d{6}-\d+", answer.content.decode())
    assert codes == [], "no dossier is named where sums are shown"
    viewer = actor_make(role=Role.VIEWER, unit=unit_get(own.unit.parent_id))
    lines = page_of(viewer).context["found"].lines
    assert all(line.behind for line in lines), "a province sees the lists of its communes"
    for line in lines:
        assert f": {line.part}</h1>" in page_of(viewer, line.behind).content.decode()


def test_a_small_unit_stands_apart_without_a_place(communes, monkeypatch):
    monkeypatch.setattr(rules.rules_on, "__defaults__", (rules.RULES,))
    answer = page_of(communes[0].leader)
    assert answer.context["found"].lines == ()
    assert len(answer.context["found"].apart) == 2
    assert "too few" in {tile.value for tile in answer.context["tiles"]}
    assert "No unit has enough cases for a share yet." in answer.content.decode()


def test_a_reader_sees_the_own_province_and_the_country_and_nothing_of_another(
    communes, monkeypatch
):
    leader = communes[0].leader
    elsewhere = province_make(code="04", name="Cao Bằng")
    away = commune_at_work(name="Nùng Trí Cao", province="04")
    assert page_of(leader, unit="19").status_code == 200
    assert page_of(leader, unit="country").status_code == 200
    for code in (elsewhere.code, away.unit.code, communes[0].unit.code, "nothing", "\x00"):
        assert page_of(leader, unit=code).status_code == 404, code
        assert page_of(leader, f"{URL}file/csv/", unit=code).status_code == 404, code
    assert page_of(communes[0].counter).status_code == 404
    monkeypatch.setattr(rules.reach_on, "__defaults__", ((),))
    for query in ({}, {"unit": "country"}):
        assert page_of(leader, **query).status_code == 404, "without a rule only one's own"


def test_the_provinces_stand_where_they_lie_with_their_archipelagos(communes):
    province_make(code="48", name="Đà Nẵng")
    province_make(code="56", name="Khánh Hòa")
    tiles = page_of(communes[0].leader, unit="country").context["tiles"]
    names = {str(tile.label): tile for tile in tiles}
    for island, owner in (("Hoàng Sa", "Đà Nẵng"), ("Trường Sa", "Khánh Hòa")):
        assert names[island].href == names[owner].href
        assert str(names[island].under) == owner
    assert (names["Thái Nguyên"].column, names["Thái Nguyên"].row) == grid.CELLS["19"]
    cells = [*grid.CELLS.values(), *(cell for _n, _c, cell in grid.ISLANDS)]
    assert len(cells) == len(set(cells)) == 36, "34 provinces and two archipelagos, each its own"


def test_wrong_days_and_an_unknown_measure_are_told(communes):
    leader = communes[0].leader
    text = page_of(leader, **{"from": "2026-09-02", "to": "2026-09-01"}).content.decode()
    assert "The last day lies before the first day." in text
    unknown = page_of(leader, measure="9.9;--")
    assert unknown.context["question"].measure.key == "in-time"
    assert "The measure “9.9;--” is not known; “" in unknown.content.decode()
    assert "is not known" not in page_of(leader, measure="in-time").content.decode()


def test_unsound_events_show_no_number_and_the_reason(communes):
    Reading.objects.update_or_create(name="index-cases", defaults={"problem": "G19.26-0001"})
    answer = page_of(communes[0].leader, measure="2.1")
    text = answer.content.decode()
    assert "The figure is not shown" in text
    assert "1 dossier were changed" in text
    assert "G19.26-0001" not in text, "nobody knows of which unit it is"
    assert "tiles" not in answer.context
    assert page_of(communes[0].leader, f"{URL}file/csv/", measure="2.1").status_code == 404

"""Addresses: province, then commune; an old name leads to the commune of today."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.forms import form_make, question
from tests.builders.organisations import commune_make, province_make, unit_make

from motcua.forms.queries import answers_act, answers_parse, page_draw
from motcua.organisations.rules import TWO_TIERS_SINCE
from motcua.organisations.types import UnitKind

pytestmark = pytest.mark.usefixtures("system_scope")
FORM = form_make(question("home", "address", parts=["detail?"]))


@pytest.fixture
def commune():
    return commune_make(code="05528")


def address(drawing):
    return drawing.controls[0]


def test_without_a_script_the_province_is_chosen_first_and_then_the_commune(commune):
    empty = address(page_draw(FORM, "one", {}))
    assert [part.path for part in empty.parts] == ["home:province", "home:detail"]
    raw = answers_act(FORM, "one", {"home:province": ["19"], "action": ["find:home"]})
    chosen = address(page_draw(FORM, "one", {}, raw=raw))
    assert ("05528", "Phường Bách Quang") in chosen.parts[1].options
    sent = {"home:province": ["19"], "home:commune": ["05528"], "home:detail": ["Tổ 5"]}
    found, problems = answers_parse(FORM, "one", sent)
    assert problems == []
    assert found["home"]["commune_name"] == "Phường Bách Quang"
    assert found["home"]["province_name"] == "Tỉnh Thái Nguyên"


def test_going_on_without_a_commune_asks_for_it_and_shows_the_list(commune):
    found, problems = answers_parse(FORM, "one", {"home:province": ["19"]})
    assert [(p.path, p.code) for p in problems] == [("home:commune", "commune_missing")]
    drawn = address(
        page_draw(FORM, "one", found, data={"home:province": ["19"]}, problems=problems)
    )
    assert drawn.errors
    assert drawn.parts[1].look == "select"


def test_a_commune_of_another_province_is_left_out_and_asked_again(commune):
    province_make(code="46", name="Huế")
    sent = {"home:province": ["46"], "home:commune": ["05528"]}
    found, problems = answers_parse(FORM, "one", sent)
    assert "commune" not in found["home"]
    assert [problem.code for problem in problems] == ["commune_missing"]
    for forged in (
        {"home:province": ["99"]},
        {"home:province": ["19"], "home:commune": ["x' OR 1"]},
    ):
        assert answers_parse(FORM, "one", forged)[1]


def test_nobody_knows_an_unknown_place_and_says_so(commune):
    found, problems = answers_parse(FORM, "one", {"home:said": ["Nơi không có thật"]})
    assert [problem.code for problem in problems] == ["place_unknown"]
    assert found["home"]["said"] == "Nơi không có thật"


def test_a_name_leads_to_the_commune_of_today(commune):
    raw = answers_act(FORM, "one", {"home:said": ["p. bach quang"], "action": ["find:home"]})
    assert raw["home:commune"] == ["05528"]
    drawn = address(page_draw(FORM, "one", {}, raw=raw))
    assert drawn.value == "Phường Bách Quang, Tỉnh Thái Nguyên"
    found, problems = answers_parse(FORM, "one", {"home:said": ["Bách Quang"]})
    assert problems == []
    assert found["home"]["commune"] == "05528"
    assert found["home"]["said"] == "Bách Quang"


def test_a_name_of_several_communes_is_a_choice(commune):
    commune_make(code="19999", name="Bách Quang", province="46")
    found, problems = answers_parse(FORM, "one", {"home:said": ["Bách Quang"]})
    assert [problem.code for problem in problems] == ["place_many"]
    data = {"home:said": ["Bách Quang"]}
    drawn = address(page_draw(FORM, "one", found, data=data, problems=problems))
    choice = drawn.parts[1]
    assert (choice.look, len(choice.options)) == ("radio", 2)
    found, problems = answers_parse(FORM, "one", {**data, "home:commune": ["19999"]})
    assert problems == []
    assert found["home"]["province"] == "46"


def test_an_ended_commune_without_successor_is_not_offered(commune):
    ended = unit_make(full_name="Xã Đã Hết", kind=UnitKind.COMMUNE, valid_from=date(2025, 1, 1),
                      valid_to=TWO_TIERS_SINCE, parent_id=province_make().id)  # fmt: skip
    assert ended.valid_to
    assert answers_parse(FORM, "one", {"home:said": ["Xã Đã Hết"]})[1][0].code == "place_unknown"

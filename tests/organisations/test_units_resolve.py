"""Finding units by new or old names and codes, in the whole country."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.organisations.queries import unit_by_code, unit_public, units_resolve, units_search
from motcua.organisations.types import Transfer, UnitKind

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def codes(resolutions):
    return [resolution.unit.code for resolution in resolutions]


def places(resolutions):
    return [
        ", ".join((one.unit.full_name, *(parent.full_name for parent in one.chain)))
        for one in resolutions
    ]


def test_thuy_xuan_tells_what_became_of_it_and_what_it_was_made_of(country):
    now, former = units_resolve("Phường Thủy Xuân")
    assert (now.unit.code, now.unit.valid_from, now.unit.valid_to) == ("19813", AFTER, None)
    assert [one.unit.name for one in now.predecessors] == ["Thủy Biều", "Thủy Xuân", "Thủy Bằng"]
    assert now.successors == ()
    assert former.unit.valid_to == AFTER
    assert places([former]) == ["Phường Thủy Xuân, Quận Thuận Hóa, Thành phố Huế"]
    (successor,) = former.successors
    assert successor.unit.id == now.unit.id
    assert successor.legal_basis == "1675/NQ-UBTVQH15"
    assert now.exact
    assert former.exact


@pytest.mark.parametrize(
    "text",
    [
        "phường thủy xuân",
        "PHƯỜNG THUỶ XUÂN",  # the other place of the tone mark
        unicodedata.normalize("NFD", "Phường Thủy Xuân"),
        "P. Thủy Xuân",
        "p.thuy xuan",
        "thuy xuan, hue",
        "  Thủy   Xuân ",
        "Thủy Xuân, Huế",
        "Thủy Xuân, TP. Huế",
        "Thủy Xuân - Huế",
        "Phường Thủy Xuân, Quận Thuận Hóa, thành phố Huế",
        "19813",
    ],
)
def test_a_name_is_found_however_it_is_written(country, text):
    assert codes(units_resolve(text)) == ["19813", "19813"]


def test_an_old_address_with_the_provinces_name_of_its_time_is_understood(country):
    (found,) = units_resolve("phường Thủy Biều, thành phố Huế, Thừa Thiên Huế")
    assert found.unit.code == "19807"
    assert [one.unit.full_name for one in found.successors] == ["Phường Thủy Xuân"]


def test_an_old_ward_is_found_with_the_province_it_belongs_to_now(country):
    assert codes(units_resolve("Đôn Phong, Thái Nguyên")) == ["01984"]
    assert codes(units_resolve("Đôn Phong, Bắc Kạn")) == ["01984"]
    assert units_resolve("Đôn Phong, Cà Mau") == []


def test_a_split_commune_answers_with_all_its_successors(country):
    (found,) = [one for one in units_resolve("Phường Cống Vị") if one.unit.code == "00007"]
    assert found.is_split
    assert [one.unit.code for one in found.successors] == ["00008", "00025"]
    assert {one.transfer for one in found.successors} <= {Transfer.PART, Transfer.PART_AREA}


def test_a_reused_code_names_another_unit_before_and_after(country):
    assert unit_by_code("00004", BEFORE).full_name == "Phường Trúc Bạch"
    assert unit_by_code("00004", AFTER).full_name == "Phường Ba Đình"
    assert [one.unit.full_name for one in units_resolve("00004")] == [
        "Phường Ba Đình",
        "Phường Trúc Bạch",
    ]
    assert [one.unit.name for one in units_resolve("00004", on=BEFORE)] == ["Trúc Bạch"]


def test_a_day_before_the_directory_is_answered_by_its_first(country):
    assert unit_by_code("00004", date(2015, 1, 1)).full_name == "Phường Trúc Bạch"
    assert codes(units_resolve("huyện Phú Lương", on=date(2015, 1, 1))) == ["168"]


def test_dong_nai_is_a_city_and_its_ten_communes_wards_since_2026_04_30(country):
    eve, day = date(2026, 4, 29), date(2026, 4, 30)
    assert unit_by_code("75", eve).kind is UnitKind.PROVINCE
    assert unit_by_code("75", day).full_name == "Thành phố Đồng Nai"
    assert unit_by_code("25270", eve).full_name == "Xã Lộc Ninh"
    assert unit_by_code("25270", day).kind is UnitKind.WARD
    assert unit_by_code("25270", eve).id == unit_by_code("25270", day).id
    assert "25270" in codes(units_resolve("xã Lộc Ninh", on=eve))
    assert "25270" not in codes(units_resolve("xã Lộc Ninh", on=day))
    assert "Xã Lộc Ninh, Tỉnh Đồng Nai" in places(units_resolve("xã Lộc Ninh", on=eve))
    assert codes(units_resolve("phường Lộc Ninh")) == ["25270"]
    (found,) = [one for one in units_resolve("xã Lộc Ninh") if one.unit.code == "25270"]
    assert found.matched_name == "Xã Lộc Ninh"
    assert [name.full_name for name in found.names] == ["Xã Lộc Ninh", "Phường Lộc Ninh"]
    assert places([found]) == ["Phường Lộc Ninh, Thành phố Đồng Nai"]


def test_an_old_district_answers_with_the_communes_on_its_land(country):
    (found,) = units_resolve("huyện Phú Lương")
    assert (found.unit.code, found.unit.kind) == ("168", UnitKind.DISTRICT)
    assert found.is_split
    assert {one.unit.name for one in found.successors} == {
        "Phú Lương", "Vô Tranh", "Yên Trạch", "Hợp Thành",
    }  # fmt: skip
    assert all(one.transfer is Transfer.DISTRICT_ENDED for one in found.successors)


def test_an_island_district_became_a_special_zone(country):
    zone, district = units_resolve("Côn Đảo")
    assert zone.unit.kind is UnitKind.SPECIAL_ZONE
    assert district.successors[0].transfer is Transfer.DISTRICT_TO_ZONE
    assert [one.unit.full_name for one in zone.predecessors] == ["Huyện Côn Đảo"]


def test_the_mud_flat_without_a_code_is_told_as_a_part_of_its_district(country):
    (kim_dong,) = units_resolve("14698", on=AFTER)
    (area,) = [one for one in kim_dong.predecessors if one.unit.code == "376"]
    assert "bãi bồi" in area.note


def test_bach_quang_and_phong_quang_in_thai_nguyen(country):
    ward = units_resolve("Phường Bách Quang", on=AFTER)
    assert places(ward) == ["Phường Bách Quang, Tỉnh Thái Nguyên"]
    assert len(ward[0].predecessors) == 3
    commune = units_resolve("Xã Phong Quang", on=AFTER)
    assert places(commune) == ["Xã Phong Quang, Tỉnh Thái Nguyên"]
    assert [one.unit.full_name for one in commune[0].predecessors] == [
        "Xã Dương Quang",
        "Xã Đôn Phong",
    ]
    everywhere = units_resolve("phong quang")
    assert places(everywhere)[0] == "Xã Phong Quang, Tỉnh Thái Nguyên"
    assert "Xã Phong Quang, Huyện Vị Xuyên, Tỉnh Hà Giang" in places(everywhere)


def test_the_written_marks_decide_the_order(country):
    assert units_resolve("Phong Quảng")[0].unit.code == "19873"
    assert units_resolve("Phong Quang")[0].unit.code == "01849"


def test_an_ambiguous_name_lists_all_with_their_province(country):
    found = units_resolve("Xã Tân Thành", on=BEFORE)
    provinces = {one.chain[-1].full_name for one in found}
    assert len(found) > 15
    assert len(provinces) > 10
    assert all(one.unit.full_name == "Xã Tân Thành" for one in found)


def test_numbered_wards_and_shortened_cities(country):
    assert places(units_resolve("Q.1, TPHCM")) == ["Quận 1, Thành phố Hồ Chí Minh"]
    assert {one.unit.full_name for one in units_resolve("P1")} == {"Phường 1"}
    assert codes(units_resolve("TP HCM")) == ["79", "79"]


def test_a_wrong_type_word_is_answered_as_not_exact(country):
    found = units_resolve("huyện Thủy Biều")
    assert codes(found) == ["19807"]
    assert not found[0].exact


def test_the_beginning_of_a_name_finds_the_rest(country):
    found = units_resolve("Bà Rịa - Vũng")
    assert [one.unit.name for one in found] == ["Bà Rịa - Vũng Tàu"]
    assert not found[0].exact


@pytest.mark.parametrize(
    "text", ["", "   ", ",", ",,,", "%", "💥", "' OR 1=1 --", "\x00", "\ud800", "x" * 5000, "(*"]
)
def test_garbage_finds_nothing_and_raises_nothing(country, text):
    assert units_resolve(text) == []
    units_search(text)


@pytest.mark.django_db
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.text(max_size=60))
def test_any_text_is_survived(text):
    assert units_resolve(text) == []
    assert units_search(text or "x").rows == ()


def test_the_number_of_statements_does_not_depend_on_what_is_found(country):
    def statements(action):
        with CaptureQueriesContext(connection) as captured:
            action()
        return len(captured)

    assert statements(lambda: units_resolve("phường Thủy Biều")) == 5
    assert statements(lambda: units_resolve("Tân Thành")) == 5
    assert statements(lambda: units_resolve("05528")) == 6
    assert statements(lambda: units_search("tan")) == 1
    unit = unit_by_code("05528")
    assert statements(lambda: unit_public(unit.id)) == 5


def test_what_the_api_gives_is_plain(country):
    plain = unit_public(unit_by_code("19813").id).to_dict()
    assert plain["full_name"] == "Phường Thủy Xuân"
    assert plain["parents"][0]["code"] == "46"
    assert plain["predecessors"][0]["effective_on"] == "2025-07-01"
    assert plain["valid_to"] is None


def test_pages_follow_each_other_to_the_end(country):
    seen, after = [], None
    while True:
        page = units_search(
            kind=UnitKind.COMMUNE, parent=unit_by_code("19").id, after=after, limit=20
        )
        seen += page.rows
        after = page.next
        if after is None:
            break
    assert len(seen) == 77
    assert len({unit.id for unit in seen}) == 77
    names = [unit.name for unit in seen]
    assert names.index("Đại Phúc") > names.index("Dân Tiến")

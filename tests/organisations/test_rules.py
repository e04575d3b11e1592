"""Reading names: pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.organisations import rules
from motcua.organisations.types import UnitKind


@pytest.mark.parametrize(
    ("full_name", "bare"),
    [
        ("Thị trấn Đu", "Đu"),
        ("Quận 1", "1"),
        ("Thành Phố Bắc Kạn", "Bắc Kạn"),
        ("Đặc khu Côn Đảo", "Côn Đảo"),
        ("Xã", "Xã"),
        ("Xà Phìn", "Xà Phìn"),
        ("", ""),
    ],
)
def test_the_type_word_is_taken_off(full_name, bare):
    assert rules.name_bare(full_name) == bare


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Phường Thủy Xuân", ["thuy xuan", "phuong thuy xuan"]),
        ("xa phin", ["phin", "xa phin"]),
        ("Xà Phìn", ["xa phin"]),
        ("P1", ["1", "p 1"]),
        ("TP.HCM", ["ho chi minh", "tp hcm"]),
        ("", []),
    ],
)
def test_a_name_is_read_in_every_possible_way(text, keys):
    assert [reading.key for reading in rules.name_readings(text)] == keys


@pytest.mark.parametrize(
    ("code", "kind", "identifier"),
    [
        ("19", UnitKind.PROVINCE, "H19"),
        ("05437", UnitKind.COMMUNE, "H19.054.37"),
        ("05437.kt", UnitKind.BODY, ""),
    ],
)
def test_agency_identifiers(code, kind, identifier):
    assert rules.agency_identifier(code, kind, "19") == identifier


def test_the_place_of_the_tone_mark_does_not_matter_but_the_mark_does():
    assert rules.spelling("Thủy Hòa") == rules.spelling("Thuỷ Hoà")
    assert rules.spelling("Thủy Xuân") != rules.spelling("Thụy Xuân")
    assert rules.spelling("Đông") != rules.spelling("Dông")


@given(st.text(max_size=80))
def test_any_text_can_be_read(text):
    query = rules.query_parse(text)
    assert query.is_empty or query.readings
    assert rules.name_bare(text) in text

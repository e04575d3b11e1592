"""Units by the API: public, by old and new names, with validators."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.api import Api
from tests.builders.organisations import commune_make

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def unit():
    return commune_make(name="Thủy Xuân")


@pytest.mark.parametrize("text", ["Thủy Xuân", "thuy xuan", "Phường Thủy Xuân"])
def test_a_unit_is_found_by_its_name(unit, text):
    found = Api().get("units", data={"q": text})
    assert found.status_code == 200, found.content
    assert found.json()["items"][0]["code"] == unit.code


def test_a_unit_is_found_and_shown_by_its_code(unit):
    assert Api().get(f"units?code={unit.code}").json()["items"][0]["code"] == unit.code
    shown = Api().get(f"units/{unit.code}").json()
    assert shown["full_name"] == unit.full_name
    assert shown["parents"][0]["code"] == "19"


def test_a_day_before_the_unit_finds_none(unit):
    assert date(2025, 7, 1) <= unit.valid_from
    assert Api().get(f"units/{unit.code}?on=2025-01-01").status_code == 404


def test_an_unknown_unit_is_not_there():
    answer = Api().get("units/99999")
    assert (answer.status_code, answer.json()["code"]) == (404, "unit_unknown")


@pytest.mark.parametrize("query", ["", "q=", "q=a&code=1", "q=a&on=2026-02-30", "name=a"])
def test_a_wrong_question_is_refused(query):
    assert Api().get(f"units?{query}").status_code == 422


def test_an_unchanged_answer_is_not_sent_again(unit):
    first = Api().get(f"units/{unit.code}")
    assert "public" in first["Cache-Control"]
    again = Api().get(f"units/{unit.code}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_head_is_get_without_a_body(unit):
    answer = Api()._call("HEAD", f"units/{unit.code}", {})
    assert (answer.status_code, answer.content) == (200, b"")

"""The catalogue by the API: searched without diacritics, paged, with what is known and whence."""

from __future__ import annotations

import pytest
from tests.builders.api import Api
from tests.builders.procedures import fee, version_make

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def codes():
    return [version_make(name=f"Đăng ký khai sinh {n}").code for n in range(3)]


def test_words_without_diacritics_find_procedures_a_page_at_a_time(codes):
    first = Api().get("procedures?q=dang ky khai sinh&limit=2").json()
    assert first["total"] == 3
    second = Api().get(first["next"]).json()
    assert {one["code"] for one in first["items"] + second["items"]} == set(codes)
    assert second["next"] is None


def test_a_procedure_tells_what_is_known_and_whence(codes):
    shown = Api().get(f"procedures/{codes[0]}")
    assert shown.status_code == 200, shown.content
    assert shown.json()["components"]
    assert shown.json()["history"]
    assert Api().get(f"procedures/{codes[0]}?on=1990-01-01").status_code == 404


def test_an_unknown_procedure_is_not_there():
    assert Api().get("procedures/9.999999").json()["code"] == "procedure_unknown"


@pytest.mark.parametrize("query", ["level=village", "limit=101", "complete=maybe", "x=1"])
def test_a_wrong_search_is_refused(query):
    assert Api().get(f"procedures?{query}").status_code == 422


def test_languages_have_validators_of_their_own(codes):
    path = f"procedures/{codes[0]}"
    etags = {Api().get(f"{path}?lang={one}")["ETag"] for one in ("vi", "en", "id")}
    assert len(etags) == 3


def test_a_stepped_fee_tells_its_steps_cap_cases_and_groups():
    step = {
        "charge": "copy",
        "per": "page",
        "cap_vnd": 200_000,
        "name": "Phí chứng thực: trang 1–2",
    }
    fees = [
        {**fee(2_000), **step, "first": 1, "last": 2, "exempt": ["poor", "merit"]},
        {**fee(1_000), **step, "first": 3, "exempt": ["poor", "merit"]},
        {**fee(5_000), "charge": "late", "case": "late", "province": "01"},
        {**fee(0), "charge": "copy", "group": "vneid2", "channel": "online"},
    ]
    code = version_make(fees=fees).code
    steps, late, group = Api().get(f"procedures/{code}?lang=en").json()["fees"]
    assert [(s["first"], s["last"], s["amount_vnd"]) for s in steps["steps"]] == [
        (1, 2, 2_000), (3, None, 1_000),
    ]  # fmt: skip
    assert (steps["name"], steps["per"], steps["cap_vnd"]) == ("Civil-status fee", "page", 200_000)
    assert [one["code"] for one in steps["exempt"]] == ["poor", "merit"]
    assert steps["exempt"][0]["name"] == "poor household"
    assert (late["case"], late["province"]) == (
        {"code": "late", "name": "registered late"}, "01",
    )  # fmt: skip
    assert (group["group"]["code"], group["channel"], group["amount_vnd"]) == (
        "vneid2", "online", 0,
    )  # fmt: skip
    assert all(one["source"] for one in (steps, late, group))


def test_each_version_tells_the_level_of_identity_that_files_it():
    for given, told in (({}, 2), ({"assurance": 1, "assurance_basis": "Điều 3 NĐ 1"}, 1)):
        shown = Api().get(f"procedures/{version_make(**given).code}").json()
        assert shown["assurance"] == told
        assert shown["assurance_basis"]

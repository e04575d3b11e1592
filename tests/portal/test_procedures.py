"""The catalogue: found in plain words, narrowed down, page by page, always with a way on."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.procedures.overview import catalogue_state, counts_by_field, counts_by_level
from tests.builders.procedures import version_make

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(db):
    version_make(code="1.001193", name="Thủ tục đăng ký khai sinh", field="Hộ tịch")
    version_make(code="1.000656", name="Thủ tục đăng ký khai tử", field="Hộ tịch", limit="")
    version_make(
        code="2.000815", name="Chứng thực bản sao từ bản chính", field="Chứng thực",
        levels=["commune", "province"],
    )  # fmt: skip


@pytest.fixture
def client():
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


def listed(answer):
    return [choice.url.split("/")[2] for choice in answer.context["rows"]]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("khai sinh", ["1.001193"]),
        ("khái SỊNH", ["1.001193"]),
        ("chung thuc", ["2.000815"]),
        ("1.000656", ["1.000656"]),
        ("", ["2.000815", "1.001193", "1.000656"]),  # complete ones first
    ],
)
def test_a_search_finds_by_words_with_or_without_accents_and_by_code(
    client, catalogue, query, codes
):
    assert listed(client.get("/procedures/", {"q": query})) == codes


def test_level_and_field_narrow_down_and_show_their_counts(client, catalogue):
    answer = client.get("/procedures/", {"field": "ho tich", "level": "commune"})
    fields = {chip.label: chip.count for chip in answer.context["fields"]}
    chosen = [chip.label for chip in answer.context["chosen"]]
    assert len(chosen) == 1 or fields  # an unknown field stays visible, so that it can be removed
    assert {view.name_vi: n for view, n in counts_by_field()} == {"Hộ tịch": 2, "Chứng thực": 1}
    assert counts_by_level() == {"commune": 3, "province": 1}
    code = next(view.code for view, _n in counts_by_field() if view.name_vi == "Hộ tịch")
    narrowed = client.get("/procedures/", {"field": code})
    assert listed(narrowed) == ["1.001193", "1.000656"]
    assert 'aria-current="true"' in narrowed.content.decode()
    assert listed(client.get("/procedures/", {"level": "province"})) == ["2.000815"]


def test_a_search_keeps_the_filters(client, catalogue):
    html = client.get("/procedures/", {"level": "commune", "q": "khai"}).content.decode()
    assert '<input type="hidden" name="level" value="commune">' in html


def test_an_incomplete_record_says_so(client, catalogue):
    html = client.get("/procedures/", {"q": "khai tử"}).content.decode()
    assert "record incomplete" in html


def test_nothing_found_gives_advice_and_a_way_out_of_the_filters(client, catalogue):
    html = client.get("/procedures/", {"q": "zzz", "level": "commune"}).content.decode()
    assert "Nothing found" in html
    assert "Search in all levels and fields" in html


def test_pages_follow_each_other_by_key(client):
    for number in range(30):
        version_make(code=f"3.{number:06d}", name=f"Thủ tục thứ {number:02d}")
    first = client.get("/procedures/", {"q": "thủ tục"})
    second = client.get(first.context["next_url"])
    codes = listed(first) + listed(second)
    assert len(codes) == 30 == len(set(codes))
    assert second.context["next_url"] == ""
    assert second.context["first_url"] == "/procedures/?q=th%E1%BB%A7+t%E1%BB%A5c"


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\x00"},
        {"q": "<script>alert(1)</script>"},
        {"q": "%_'\"" * 200},
        {"level": "nonsense", "after": "\x00"},
        {"field": "x" * 500, "after": "9.999999"},
    ],
)
def test_nonsense_is_answered_calmly(client, catalogue, query):
    answer = client.get("/procedures/", query)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_the_number_of_statements_is_fixed(client, catalogue, django_assert_num_queries):
    catalogue_state()  # bounds of versions are read once after a change
    # scope there and back, validator, count, rows, fields, levels
    with django_assert_num_queries(9):
        client.get("/procedures/", {"q": ""})  # with a query no page is kept in memory
    with django_assert_num_queries(9):
        client.get("/procedures/", {"q": "khai", "level": "commune"})


def test_a_changed_catalogue_is_sent_again(client, catalogue):
    etag = client.get("/procedures/")["ETag"]
    assert client.get("/procedures/", headers={"If-None-Match": etag}).status_code == 304
    version_make(code="1.005000", name="Một thủ tục mới")
    assert client.get("/procedures/", headers={"If-None-Match": etag}).status_code == 200


def test_vietnamese_names_are_marked_on_pages_of_other_languages(client, catalogue):
    assert (
        '<span lang="vi">Thủ tục đăng ký khai sinh' in client.get("/procedures/").content.decode()
    )
    client.cookies["motcua_language"] = "vi"
    assert "<span lang=" not in client.get("/procedures/").content.decode()

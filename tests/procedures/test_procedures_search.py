"""Searching the catalogue: without diacritics, by the beginnings of words, in Vietnamese order."""

from __future__ import annotations

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.procedures import version_make

from motcua.kernel.text import sort_key
from motcua.procedures.queries import fields_all, procedures_search

pytestmark = pytest.mark.django_db


@pytest.fixture
def births():
    version_make(code="1.001193", name="Thủ tục đăng ký khai sinh", field="Hộ tịch")
    version_make(code="1.000656", name="Thủ tục đăng ký khai tử", field="Hộ tịch")
    version_make(code="2.000815", name="Chứng thực bản sao từ bản chính", field="Chứng thực")
    version_make(
        code="1.009999",
        name="Đăng ký mã số vùng trồng",
        field="Trồng trọt",
        levels=["province"],
        limit="",
    )


def codes(*args, **filters):
    return [row.code for row in procedures_search(*args, **filters).items]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("khai sinh", ["1.001193"]),
        ("KHAI SINH", ["1.001193"]),
        ("Khai  Sinh!", ["1.001193"]),
        (unicodedata.normalize("NFD", "đăng ký khai tử"), ["1.000656", "1.001193"]),
        ("dang ky khai tu", ["1.000656", "1.001193"]),  # "tu" also begins "tục"
        ("sinh khai", ["1.001193"]),
        ("kha sin", ["1.001193"]),
        ("1.001193", ["1.001193"]),
        ("hộ tịch", ["1.001193", "1.000656"]),
        ("ai sinh", []),
        ("%", ["2.000815", "1.001193", "1.000656", "1.009999"]),
        ("khai_sinh", ["1.001193"]),
        ("không có thủ tục này", []),
    ],
)
def test_words_are_found_by_their_beginnings_with_or_without_diacritics(births, query, expected):
    assert codes(query) == expected


def test_filters_narrow_the_list(births):
    field = next(item.code for item in fields_all() if item.name_vi == "Hộ tịch")
    assert codes(field=field) == ["1.001193", "1.000656"]
    assert codes(level="province") == ["1.009999"]
    assert codes(code="2.0") == ["2.000815"]
    assert codes(complete=False) == ["1.009999"]
    assert "1.009999" not in codes(complete=True)
    assert codes("khai", level="province") == []


@pytest.mark.parametrize(("query", "expected"), [("", 4), ("dang ky khai tu", 2)])
def test_pages_follow_each_other_without_gap_or_repetition(births, query, expected):
    seen, after = [], None
    while True:
        page = procedures_search(query, limit=1, after=after)
        seen += [row.code for row in page.items]
        if not page.after:
            break
        after = page.after
    assert seen == codes(query)
    assert len(seen) == page.total == expected


def test_an_unknown_place_to_go_on_from_ends_the_list(births):
    assert procedures_search(after="9.999999").items == ()


def test_the_order_is_the_vietnamese_one():
    names = ["Đăng ký", "Dân tộc", "Ân xá", "An ninh", "Ăn uống", "Cấp phép"]
    for name in names:
        version_make(name=name)
    found = [row.name for row in procedures_search().items]
    assert found == sorted(names, key=sort_key)
    assert found == ["An ninh", "Ăn uống", "Ân xá", "Cấp phép", "Dân tộc", "Đăng ký"]


def test_only_the_version_in_force_is_found():
    from datetime import timedelta

    from motcua.kernel import clock

    version_make(code="1.000001", name="Tên cũ")
    version_make(code="1.000001", name="Tên mới", effective_from=clock.now() + timedelta(days=3))
    assert [row.name for row in procedures_search("1.000001").items] == ["Tên cũ"]
    with clock.clock_set(clock.now() + timedelta(days=4)):
        assert [row.name for row in procedures_search("1.000001").items] == ["Tên mới"]


def test_a_search_is_two_statements_however_many_rows():
    version_make()
    with CaptureQueriesContext(connection) as one:
        procedures_search()
    for _ in range(30):
        version_make()
    with CaptureQueriesContext(connection) as many:
        assert len(procedures_search(limit=50).items) == 31
    assert len(one) == len(many) == 2

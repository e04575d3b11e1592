"""Which unit is competent now, by any name or code that was ever borne."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders.country import country, country_loaded

__all__ = ["country", "country_loaded"]


@pytest.fixture
def client(country):
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


def page(client, query):
    answer = client.get("/units/", {"q": query})
    assert answer.status_code == 200
    return answer


def test_an_old_name_without_accents_leads_to_the_unit_of_today(client):
    html = page(client, "tuc duyen, thai nguyen").content.decode()
    assert "Phường Túc Duyên" in html
    assert "no longer exists" in html
    assert "Competent now:" in html
    assert "Phường Phan Đình Phùng</a>, Tỉnh Thái Nguyên" in html


def test_a_split_commune_lists_all_its_successors(client):
    answer = page(client, "Phú Thượng, Hà Nội")
    split = next(one for one in answer.context["answers"] if one.is_split)
    assert {link.name for link in split.successors} == {
        "Phường Phú Thượng", "Phường Hồng Hà", "Phường Tây Hồ",
    }  # fmt: skip
    html = answer.content.decode()
    assert "It was split." in html
    for link in split.successors:
        assert f'href="{link.url}"' in html


def test_an_ended_unit_is_linked_with_its_last_day(client):
    answer = page(client, "Túc Duyên, Thái Nguyên")
    url = answer.context["answers"][0].url
    assert url.endswith("/?on=2025-06-30")
    assert "Phường Túc Duyên" in client.get(url).content.decode()


def test_a_name_of_many_is_cut_short_with_advice(client):
    answer = page(client, "Phường 1")
    assert answer.context["total"] > answer.context["shown"] == 25
    assert "Add the district or the province after a comma" in answer.content.decode()


def test_nothing_found_gives_advice(client):
    assert "No unit bears this name or code" in page(client, "zzzz").content.decode()


@pytest.mark.parametrize("query", ["", "   ", "\x00", ",,,", "<b>x</b>", "a" * 5000, "%' OR 1=1"])
def test_nonsense_is_answered_calmly(client, query):
    assert "<b>x" not in page(client, query).content.decode()


def test_the_number_of_statements_does_not_depend_on_what_is_found(
    client, django_assert_max_num_queries
):
    for query in ("", "Túc Duyên, Thái Nguyên", "Phường 1"):
        with django_assert_max_num_queries(11):
            page(client, query)


def test_it_may_be_kept_until_the_directory_changes(client):
    etag = page(client, "Túc Duyên")["ETag"]
    again = client.get("/units/", {"q": "Túc Duyên"}, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert page(client, "Phú Thượng")["ETag"] != etag

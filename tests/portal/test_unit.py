"""The page of one unit: what it is, was, has and takes in."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders.organisations import commune_make
from tests.builders.procedures import offering_make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


@pytest.fixture
def commune(db):
    return commune_make(name="Bách Quang")


def test_it_shows_place_offices_and_what_it_takes_in(client, commune):
    offering = offering_make(unit=commune)
    html = client.get(f"/units/{commune.code}/").content.decode()
    assert "<h1>Phường Bách Quang</h1>" in html
    assert "Tỉnh Thái Nguyên" in html
    assert "Trung tâm Phục vụ hành chính công" in html
    assert f'href="/procedures/{offering.code}/"' in html
    assert "1 procedure" in html


def test_a_unit_that_takes_in_nothing_says_so(client, commune):
    assert (
        "takes in nothing through this system yet"
        in client.get(f"/units/{commune.code}/").content.decode()
    )


def test_a_province_lists_its_communes(client, commune):
    html = client.get("/units/19/").content.decode()
    assert f'href="/units/{commune.code}/"' in html


def test_a_body_has_a_page_too(client, commune):
    assert "Trung tâm" in client.get(f"/units/{commune.code}.ttpvhcc/").content.decode()


@pytest.mark.parametrize(
    "path", ["/units/99999/", "/units/%00/", "/units/á/", "/units/19/?on=1999"]
)
def test_what_does_not_exist_is_not_found_and_a_strange_day_means_today(client, commune, path):
    assert client.get(path).status_code == (200 if "?" in path else 404)


def test_the_number_of_statements_is_fixed(client, commune, django_assert_max_num_queries):
    for _ in range(3):
        offering_make(unit=commune)
    client.get(f"/units/{commune.code}/")
    with django_assert_max_num_queries(15):
        client.get(f"/units/{commune.code}/")


def test_an_opened_procedure_is_sent_at_once(client, commune):
    path = f"/units/{commune.code}/"
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    offering_make(unit=commune)
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200

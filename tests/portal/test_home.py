"""The first page: three ways on, for nothing, in three languages."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.identity.types import Role
from tests.builders.identity import actor_make, client_for

pytestmark = pytest.mark.django_db


def test_it_offers_a_search_and_two_ways_on():
    html = Client().get("/").content.decode()
    assert 'action="/procedures/"' in html
    assert 'href="/track/"' in html
    assert 'href="/units/"' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Quý vị muốn làm gì?"),
        ("en", "What do you want to do?"),
        ("id", "Apa yang ingin Anda lakukan?"),
    ],
)
def test_it_speaks_the_chosen_language(language, words):
    client = Client()
    client.cookies["motcua_language"] = language
    answer = client.get("/")
    assert words in answer.content.decode()
    assert answer["Content-Language"] == language
    assert "Cookie" in answer["Vary"]


def test_only_the_scope_is_set_for_it(django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # savepoint, scope, scope back, release
        Client().get("/")


def test_a_known_page_is_not_sent_again_but_in_another_language_it_is():
    client = Client()
    etag = client.get("/")["ETag"]
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304
    client.cookies["motcua_language"] = "id"
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 200


def test_a_page_with_an_account_in_its_frame_is_nobody_elses():
    answer = client_for(actor_make(role=Role.COUNTER)).get("/")
    assert answer["Cache-Control"] == "private, no-cache"
    assert "ETag" not in answer


def test_nothing_is_changed_by_asking():
    assert Client().post("/").status_code == 405
    assert Client().head("/").status_code == 200

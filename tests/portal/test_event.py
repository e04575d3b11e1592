"""Events of a life: their procedures in order, and each event has words and an icon."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.portal.events import EVENTS
from motcua.procedures.queries.finding import plain_words
from tests.builders.procedures import version_make

pytestmark = pytest.mark.usefixtures("system_scope")


def test_every_event_has_words_and_every_word_an_event():
    assert set(EVENTS) == {event.key for event in plain_words().events}


def test_an_event_shows_its_procedures_in_force_in_order(client):
    for code in ("1.004222", "1.001193"):
        version_make(code=code, name=f"Thủ tục {code}")
    page = client.get(reverse("portal:event", args=["birth"])).content.decode()
    assert page.index("1.001193") < page.index("1.004222")
    assert "1.000689" not in page, "not in the catalogue of this installation"


def test_an_event_without_procedures_says_so_and_an_unknown_one_is_not_found(client):
    assert "/procedures/" in client.get("/events/merit/").content.decode()
    assert client.get("/events/nonsense/").status_code == 404


def test_what_is_meant_stands_above_what_contains_the_words(client):
    version_make(code="1.001193", name="Thủ tục đăng ký khai sinh")
    page = client.get("/procedures/", {"q": "birth certificate"}).content.decode()
    assert "đăng ký khai sinh" in page
    assert "đăng ký khai sinh" not in client.get("/procedures/", {"q": "xyzzy"}).content.decode()


def test_the_first_page_shows_the_events(client):
    page = client.get("/").content.decode()
    assert all(f"/events/{key}/" in page for key in EVENTS)

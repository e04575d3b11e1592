"""My affairs: one's own, or those of whom one acts for, which every page says."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders.citizens import acting_for, citizen_make, client_of
from tests.builders.identity import actor_make, client_for

pytestmark = pytest.mark.django_db


def test_nobody_and_officials_are_asked_to_sign_in():
    for client in (Client(), client_for(actor_make())):
        assert client.get("/my/").url == "/sign-in/?next=/my/"


def test_it_greets_by_name_and_is_kept_by_nobody():
    citizen = citizen_make()
    answer = client_of(citizen).get("/my/")
    assert citizen.person.name in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_acting_for_another_is_said_on_every_page():
    citizen, child = citizen_make(), citizen_make(name="Trẻ Mẫu")
    client = client_of(acting_for(citizen, child))
    for page in ("/my/", "/", "/procedures/", "/track/"):
        assert "Trẻ Mẫu" in client.get(page).content.decode(), page


def test_the_frame_of_a_public_page_knows_the_citizen_and_is_nobody_elses():
    citizen = citizen_make()
    answer = client_of(citizen).get("/procedures/")
    assert citizen.person.name in answer.content.decode()
    assert "public" not in answer["Cache-Control"]

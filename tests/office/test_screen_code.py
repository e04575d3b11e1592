"""The code of a wall screen, typed on the television: a right one opens the board, once."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders.dossiers import at, commune_at_work
from tests.builders.walls import wall_made

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.services import walls

pytestmark = pytest.mark.django_db
TV = "/office/tv/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def made():
    with at(), scope_use(SYSTEM):
        return wall_made(commune_at_work().unit, language="en")


def types(code, client=None):
    with at():
        return (client or Client(enforce_csrf_checks=True)).post(TV, {"code": code})


def test_the_page_asks_for_one_thing_and_sets_no_cookie(db):
    answer = Client().get(TV)
    page = answer.content.decode()
    assert page.count("<input") == 1
    assert not answer.cookies
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_right_code_opens_the_board_and_the_first_link_no_more(made):
    answer = types(f"{made.code[:4].lower()} {made.code[4:]}")
    assert answer.status_code == 302
    assert not answer.cookies
    with at():
        assert Client().get(answer["Location"]).status_code == 200
        assert Client().get(f"{TV}{made.token}/").status_code == 404
    again = types(made.code)
    assert again.status_code == 422
    assert "This code opens nothing" in again.content.decode()


@pytest.mark.parametrize("code", ["", "x", "\x00" * 8, "2222 2222", "ạ" * 8, "x" * 100_000])
def test_what_is_no_code_is_told_plainly(made, code):
    answer = types(code)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_guessing_ends(made):
    for _try in range(walls.PER_NETWORK):
        assert types("22222222").status_code == 422
    assert types(made.code).status_code == 429

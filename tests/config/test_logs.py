"""The log keeps no address that opens something by itself."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from tests.builders.dossiers import at
from tests.builders.organisations import commune_make
from tests.builders.walls import wall_made

from motcua.config.logs import BLANK, blanked
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.services import walls


def routes(patterns, start=""):
    for one in patterns:
        route = start + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        else:
            yield route


def test_every_address_that_carries_a_token_is_blanked():
    found = [one for one in routes(get_resolver().url_patterns) if "token>" in one]
    assert len(found) >= 5
    for route in found:
        start, rest = f"/{route}".split("<", 1)
        path = f"{start}SECRET{rest}"
        assert blanked(path) == f"{start}{BLANK}", route


@pytest.mark.parametrize(
    "path", ["/office/tv/", "/kiosk/", "/office/board/", "/procedures/1.004222/", "/units/H19/"]
)
def test_other_addresses_stay_readable(path):
    assert blanked(path) == path


@pytest.mark.parametrize("start", ["/office/tv/", "/kiosk/", "/display/", "/n/", "/t/H19-1/"])
@pytest.mark.django_db
def test_what_is_not_found_is_logged_without_its_token(caplog, start):
    token = "q" * 43
    with caplog.at_level(logging.WARNING, logger="django.request"):
        answer = Client().get(f"{start}{token}/")
    assert answer.status_code >= 400
    assert BLANK in caplog.text
    assert token not in caplog.text


@pytest.mark.django_db
def test_links_that_still_open_something_are_not_logged(caplog, monkeypatch):
    with at(), scope_use(SYSTEM):
        made = wall_made(commune_make())
    monkeypatch.setattr(walls, "LOOKS", 1)
    codes = []
    for hours in (1, 1, 24 * 181):
        with at(hours):
            codes.append(Client().get(f"/office/tv/{made.token}/").status_code)
    assert codes == [200, 429, 410]
    assert caplog.text.count(f"/office/tv/{BLANK}") == 2
    assert made.token not in caplog.text


def test_a_refused_form_is_logged_without_its_token(caplog):
    logging.getLogger("django.security.csrf").warning(
        "Forbidden (%s): %s", "x", "/kiosk/SECRET/vi/"
    )
    assert f"Forbidden (x): /kiosk/{BLANK}" in caplog.text
    assert "SECRET" not in caplog.text

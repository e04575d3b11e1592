"""Nasty texts into every field of every form of the pages: never an error, what was typed stays.

The fields are read from the pages themselves, so that a new form is under test with its route's
line in rows.py.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from tests.builders.canaries import World, undone, world_held
from tests.builders.routes import Route, routes
from tests.security.rows import ROWS

from motcua.identity.rules import PERMISSIONS
from motcua.identity.types import Role

FORMS = [r for r in routes() if r.is_form and r.name in ROWS]
MARKUP = '<script>alert("1")</script>\'{{ 7*7 }}{% now %}'
NASTY = {
    "markup": MARKUP,
    "long": "Ư" * 10_000,
    "nfd": "Nguye\u0302\u0303n Thi\u0323 U\u031b\u0301t",
    "nul": "a\x00b",
    "surrogate": "a\ud800b",
    "bidi": "\u202e\u200b\ufeff",
    "date": "30/02/2026",
    "iso date": "2026-13-45",
    "negative": "-1",
    "huge": "9" * 30,
    "digits": "٣٤",
    "sql": "'; DROP TABLE dossiers_dossier; --",
    "spaces": " \t\r\n ",
    "not a number": "NaN",
}
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"')
TEXT_FIELD = re.compile(
    r'<(?:input|textarea)\b(?![^>]*type="(?:hidden|file|checkbox|radio)")[^>]*\bname="([^"]+)"'
)
# What a page never looks at cannot break it; but the frame of each page repeats its address.
IN_EVERY_ADDRESS = ("markup", "long", "surrogate")
SHOWN_AGAIN = ("markup", "date", "sql")
NEVER_SHOWN = re.compile(r"password|^old$|^new$|csrf|version|^next$|^key$")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    logging.disable(logging.WARNING)
    with world_held(django_db_blocker) as made:
        yield made
    logging.disable(logging.NOTSET)


def person_for(world: World, route: Route) -> Any:
    row = ROWS[route.name]
    rights = {*route.actions, *([row.also] if row.also else [])}
    role = next((r for r in Role if all(r in PERMISSIONS[a] for a in rights)), Role.COUNTER)
    return world.person("own", role)


def encoded(data: list[tuple[str, str]]) -> str:
    """Return a form's body; half a surrogate becomes the bytes that a broken client sends."""
    return urlencode(data, errors="surrogatepass")


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.name)
def test_nasty_texts_never_break_a_form(world, route):
    client, row = person_for(world, route), ROWS[route.name]
    address = reverse(route.address, args=row.arguments(world))
    page = client.get(address)
    if route.actions:
        assert reverse("office:sign_in") not in page.headers.get("Location", ""), "signed out"
    names = sorted(set(FIELD.findall(page.content.decode("utf-8", "replace")))) if (
        page.status_code == 200 and not page.streaming and "html" in page.headers["Content-Type"]
    ) else []  # fmt: skip
    names = names or sorted(row.data(world) or {"version": "1", "reason": ""})
    problems, looks_at_query = [], "GET" in vars(page.wsgi_request)  # parsed when somebody asks
    for what, text in NASTY.items():
        for twice in (False, True) if what in {"markup", "negative"} else (False,):
            data = [(name, text) for name in names for _again in range(1 + twice)]
            with undone():
                problems += _sent(client, address, what, data, text)
        if looks_at_query or what in IN_EVERY_ADDRESS:
            with undone():
                reading = client.get(f"{address}?{encoded([(name, text) for name in names])}")
            # One text that is refused early says nothing of how the others fare.
            looks_at_query |= "GET" in vars(reading.wsgi_request)
            if reading.status_code >= 500:
                problems.append(f"GET {what}: {reading.status_code}")
    assert not problems, "\n".join(problems)


def _sent(
    client: Any, address: str, what: str, data: list[tuple[str, str]], text: str
) -> list[str]:
    body, cookies = encoded(data), deepcopy(client.cookies)
    try:
        response = client.post(address, body, content_type="application/x-www-form-urlencoded")
    except Exception as error:  # noqa: BLE001 - what we look for
        return [f"POST {what}: {type(error).__name__}: {error}"]
    finally:
        client.cookies = cookies  # whoever sent the form of signing out stays signed in
    if response.streaming:
        return []
    answer = response.content.decode("utf-8", "replace")
    if response.status_code >= 500:
        return [f"POST {what}: {response.status_code}"]
    problems = []
    if MARKUP[:8] in answer and what == "markup" and '<script>alert("1")' in answer:
        problems.append(f"POST {what}: markup is not escaped")
    if "49" in answer and what == "markup" and f"{text[:27]}'49" in unescape(answer):
        problems.append(f"POST {what}: the template ran it")
    typed = {name for name, _value in data if not NEVER_SHOWN.search(name)}
    again = response.status_code == 422 and what in SHOWN_AGAIN
    if again and typed & set(TEXT_FIELD.findall(answer)) and text not in unescape(answer):
        problems.append(f"POST {what}: what was typed is gone")
    return problems


@pytest.mark.parametrize("number", ["0", "999999999999999999", "4711"])
def test_foreign_and_impossible_ids_are_not_found(world, number):
    client = world.person("own", Role.SPECIALIST)
    code = world.code()
    for name in ("office:work_claim", "office:work_complete", "office:work_hand_over"):
        assert client.post(reverse(name, args=[code, number])).status_code == 404, name
    for name in ("office:file", "office:file_result"):
        assert client.get(reverse(name, args=[code, number])).status_code == 404, name


@pytest.mark.parametrize(
    "path", ["%00", "..%2f..%2fetc%2fpasswd", "%F0%9F%92%A9", "a" * 3000, "%ff"]
)
def test_odd_addresses_are_not_found(world, path):
    client = world.person("own", Role.SPECIALIST)
    for stem in ("/office/dossiers/", "/procedures/", "/units/", "/t/", "/api/v1/dossiers/"):
        assert client.get(f"{stem}{path}/").status_code in {400, 401, 404}, stem

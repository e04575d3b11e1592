"""Whose pages the memory (and every cache on the way) may keep: those of nobody."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from motcua.portal.fast import nobodys


@pytest.mark.parametrize(
    ("cookies", "headers", "expected"),
    [
        ({}, {}, True),
        ({"motcua_language": "en"}, {}, True),
        ({"motcua_citizen": "x"}, {}, False),
        ({"unknown": "x"}, {}, False),
        ({}, {"authorization": "Bearer x"}, False),
        ({"motcua_language": "en"}, {"authorization": "Bearer x"}, False),
    ],
)
def test_a_page_asked_for_with_a_token_or_an_unknown_cookie_is_somebodys(
    cookies, headers, expected
):
    factory = RequestFactory()
    factory.cookies.load(cookies)
    assert nobodys(factory.get("/", headers=headers)) is expected

"""The statement says what was not tested, too."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "What has not been tested"),
        ("vi", "Những gì chưa được kiểm thử"),
        ("id", "Yang belum diuji"),
    ],
)
def test_it_names_what_is_not_tested(language, words):
    client = Client()
    client.cookies["motcua_language"] = language
    html = client.get("/accessibility/").content.decode()
    assert words in html
    assert "WCAG 2.2" in html

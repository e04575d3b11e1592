"""Signing out ends the sitting for good, by POST alone."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.builders.citizens import citizen_make, client_of

pytestmark = pytest.mark.django_db


def test_signing_out_ends_the_sitting_also_for_a_copied_cookie():
    client = client_of(citizen_make())
    secret = client.cookies[settings.CITIZEN_COOKIE_NAME].value
    answer = client.post("/sign-out/")
    assert answer.url == "/sign-out/"
    assert client.cookies[settings.CITIZEN_COOKIE_NAME].value == ""
    client.cookies[settings.CITIZEN_COOKIE_NAME] = secret
    assert client.get("/my/").status_code == 302


def test_a_link_only_asks():
    client = client_of(citizen_make())
    assert 'method="post" action="/sign-out/"' in client.get("/sign-out/").content.decode()
    assert client.get("/my/").status_code == 200

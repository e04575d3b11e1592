"""What was kept is offered by tests/portal/test_sign_in.py; here: there is nothing."""

from __future__ import annotations

import pytest

from tests.builders.citizens import citizen_make, client_of

pytestmark = pytest.mark.django_db


def test_without_anything_kept_it_goes_on_to_my_affairs():
    client = client_of(citizen_make())
    assert client.get("/sign-in/resume/").url == "/my/"
    client.cookies["motcua_kept"] = "guessed"
    assert client.get("/sign-in/resume/").url == "/my/"

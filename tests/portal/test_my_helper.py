"""Letting a helper in: code, name, yes; every page says so; ended by either."""

from __future__ import annotations

import pytest

from motcua.citizens.services import help_code_make
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.citizens import citizen_make, client_of
from tests.builders.identity import actor_make, client_for

pytestmark = pytest.mark.django_db


def test_the_helper_is_named_before_and_while_helping():
    guide = actor_make(role=Role.GUIDE, full_name="Tổ Mẫu")
    client = client_of(citizen_make())
    with scope_use(SYSTEM):
        code = help_code_make(actor=guide)
    page = client.post("/my/helper/", {"code": code}).content.decode()
    assert "Tổ Mẫu" in page
    assert "Tổ Mẫu" not in client.get("/my/").content.decode()
    assert client.post("/my/helper/", {"code": code, "yes": "1"}).url == "/my/"
    assert "Tổ Mẫu" in client.get("/").content.decode()
    assert "Nguyễn T." in client_for(guide).get("/office/assist/").content.decode()
    client.post("/my/helper/", {"end": "1"})
    assert "Tổ Mẫu" not in client.get("/").content.decode()


def test_codes_are_not_guessed():
    client = client_of(citizen_make())
    guide = actor_make(role=Role.GUIDE)
    for _try in range(8):
        assert client.post("/my/helper/", {"code": "000 000"}).status_code == 422
    with scope_use(SYSTEM):
        code = help_code_make(actor=guide)
    assert client.post("/my/helper/", {"code": code}).status_code == 422

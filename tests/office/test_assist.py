"""The helper's page; the citizen's side is in tests/portal/test_my_helper.py."""

from __future__ import annotations

import re

import pytest
from tests.builders.identity import actor_make, client_for

from motcua.citizens.queries import help_find
from motcua.identity.types import Role

pytestmark = pytest.mark.django_db


def test_a_code_is_made_by_post_and_shown_once():
    guide = actor_make(role=Role.GUIDE)
    client = client_for(guide)
    assert not re.search(r"\d{3} \d{3}", client.get("/office/assist/").content.decode())
    html = client.post("/office/assist/").content.decode()
    code = re.search(r"\b(\d{3} \d{3})\b", html)[1]
    assert help_find(code).account_id == guide.account_id


def test_a_guide_reads_no_dossier_and_no_request():
    client = client_for(actor_make(role=Role.GUIDE))
    for path in ("/office/search/", "/office/worklist/", "/office/relations/"):
        assert client.get(path).status_code == 404

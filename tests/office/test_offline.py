"""The shell of the off-line page: the same for everybody, with everything that works without a line."""

from __future__ import annotations

import re

import pytest
from tests.builders.identity import client_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_shell_names_nobody_and_holds_no_token(commune):
    answer = client_for(commune.counter).get("/office/offline/")
    page = answer.content.decode()
    assert commune.counter.name not in page
    assert commune.counter.username not in page
    assert "csrfmiddlewaretoken" not in page
    assert not re.search(r"hx-headers|X-CSRFToken", page)
    assert answer["Cache-Control"] == "no-store"


def test_it_has_the_fields_of_the_ordinary_intake_page(commune):
    page = client_for(commune.counter).get("/office/offline/").content.decode()
    for name in ("applicant-card", "owner-name", "authorised-proof", "channel", "fee_groups"):
        assert f'name="{name}"' in page


def test_only_a_counter_opens_it(commune):
    assert client_for(commune.specialist).get("/office/offline/").status_code == 404

"""The provider's logout token; good and bad ones are in tests/exchange/test_vneid.py."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_only_a_token_counts_and_nobody_keeps_the_answer():
    answer = Client().post("/sign-in/ended/", {"logout_token": "x" * 10_001})
    assert answer.status_code == 400
    assert answer["Cache-Control"] == "no-store"
    assert Client().get("/sign-in/ended/").status_code == 405

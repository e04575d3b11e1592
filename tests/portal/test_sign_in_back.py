"""The way back from the provider; the whole walk is in tests/exchange/test_vneid.py."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?state=x&error=access_denied"])
def test_an_answer_to_no_sign_in_of_ours_is_refused_kindly(query):
    answer = Client().get(f"/sign-in/back/{query}")
    assert answer.status_code == 409
    assert 'action="/sign-in/"' in answer.content.decode()

"""The register of difficulties: counts, filters, the same number of questions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.identity import client_for
from tests.builders.oversight import (
    difficulty_make,
    watch_at_work,
)

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/difficulties/"


@pytest.fixture
def watch():
    with watch_at_work() as made:
        yield made


def test_empty_narrowed_and_out_of_sight(watch):
    officer = client_for(watch.officer)
    assert "No difficulty is reported" in officer.get(URL).content.decode()
    code = difficulty_make(watch)
    assert code in officer.get(URL, {"q": "phan mem"}).content.decode()
    assert "None fits" in officer.get(URL, {"state": "closed"}).content.decode()
    assert code not in client_for(watch.other).get(URL).content.decode()
    assert officer.get(URL).context["counts"]["stopped"] == 7


def test_many_lines_need_no_more_questions(watch):
    client = client_for(watch.keeper)
    difficulty_make(watch)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    for _nth in range(4):
        difficulty_make(watch)
    with CaptureQueriesContext(connection) as five:
        client.get(URL, {"state": "x", "after": "9~~", "place": "0x"})
    assert len(five) <= len(one) + 1

"""Is there a line, and who is signed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders.dossiers import MORNING, at
from tests.builders.identity import client_for
from tests.builders.interim import DEVICE
from tests.office.offlinework import prepared, tell

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimBook

pytestmark = pytest.mark.django_db


def test_it_tells_the_time_the_account_and_a_token(commune):
    with at():
        told = client_for(commune.counter).get("/office/offline/now/").json()
    assert told["now"] == round(MORNING.timestamp() * 1000)
    assert told["account"] == commune.counter.account_id
    assert told["units"] == [
        [commune.centre.id, commune.centre.full_name, {"hours": 12, "numbers": 200, "late_days": 3}]
    ]
    assert told["token"]


def test_whose_session_has_ended_is_sent_to_sign_in():
    answer = Client().get("/office/offline/now/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/office/sign-in/")


def test_it_notes_how_far_the_browser_has_counted(commune):
    client = client_for(commune.counter)
    with at():
        book = prepared(client, commune)["book"]
    books = [{"book": book["key"], "used": 4}, {"book": "f" * 32, "used": 1}]  # one is not known
    with at(2):
        answer = tell(client, "now", {"device": DEVICE, "books": books})
    assert answer.status_code == 200
    assert answer.json()["account"] == commune.counter.account_id
    with scope_use(SYSTEM):
        row = InterimBook.objects.get()
    assert (row.used, row.seen_at) == (4, MORNING + timedelta(hours=2))
    for wrong in ("x", ["x"], [{"book": "x"}]):
        assert tell(client, "now", {"device": DEVICE, "books": wrong}).status_code == 422

"""One number: its story, and letting its holder go first with ground and reason."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def work(db):
    made = hall_at_work()
    made.sit()
    return made


def test_ground_and_reason_are_needed_and_kept(work):
    work.take()
    old = work.take()
    here = f"/office/hall/tickets/{old.id}/"
    assert "Let this person go first" in text(work.get(here))
    for data in ({"ground": "", "reason": "Đi lại khó"}, {"ground": "elderly", "reason": " "}):
        assert work.post(here, **data).status_code == 422
    assert work.post(here, ground="supplement", reason="có giấy").status_code == 422
    page = text(work.post(here, ground="elderly", reason="Đi lại khó khăn"))
    assert "A002 goes first" in page
    story = text(work.get(here))
    assert "Put first" in story
    assert "Đi lại khó khăn" in story
    assert "Let this person go first" not in story
    assert "A002" in text(work.post("/office/hall/call/"))


def test_the_story_says_who_called_it_where(work):
    ticket = work.take()
    work.post("/office/hall/call/")
    work.post("/office/hall/step/", step="started")
    work.post("/office/hall/step/", step="done")
    page = text(work.get(f"/office/hall/tickets/{ticket.id}/"))
    for words in ("Number taken", "Called", "Begun", "Finished", "Counter 1"):
        assert words in page
    assert "Call now" not in page

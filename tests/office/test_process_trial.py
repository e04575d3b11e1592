"""A trial run: step by step, nothing written, back again."""

from __future__ import annotations

import pytest
from tests.builders.drawn import whole
from tests.office.processes import at, body

from motcua.workflow.models import Process
from motcua.workflow.queries import trial
from motcua.workflow.queries.drawings import drawing_checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_sample_goes_to_the_end_and_writes_nothing(drawing):
    draft = drawing.draft()
    place = at(draft, "trial/")
    page = body(drawing.draws, place)
    assert "Nothing is written" in page
    answer = None
    for step in ("receive", "assign", "appraise", "approve", "issue", "return"):
        run = answer.context["run"] if answer else ""
        outcome = "approved" if step == "approve" else "done"
        query = {"run": run, "element": step, "outcome": outcome, f"{step}-at": "2026-09-10T09:00"}
        answer = drawing.draws.get(place, query, follow=True)
        assert answer.status_code == 200
        assert "Take back the last step" in answer.content.decode()
    assert "reached the end" in answer.content.decode()
    assert not Process.objects.exists()


def test_a_wrong_outcome_is_told_and_a_damaged_run_begins_anew(drawing):
    place = at(drawing.draft(), "trial/")
    wrong = {"element": "receive", "outcome": "no", "receive-at": "2026-09-10T09:00"}
    assert "Choose one of the possible outcomes" in body(drawing.draws, place, **wrong)
    for damaged in ("{", "[1,2]", '["2026-01-01T00:00",[]]', "[" * 500, "x" * 9000):
        assert "Nothing has happened yet" in body(drawing.draws, place, run=damaged)


def test_errors_come_first_and_other_units_see_nothing(drawing):
    draft = drawing.draft(whole(hours="0"))
    assert "It cannot be tried out yet" in body(drawing.draws, at(draft, "trial/"))
    assert drawing.stranger.get(at(draft, "trial/")).status_code == 404


def test_the_drawing_is_checked_once_however_many_moves_are_played(drawing, monkeypatch):
    checks = []

    def checked(text):
        checks.append(text)
        return drawing_checked(text)

    draft = drawing.draft()
    query = {"element": "receive", "outcome": "done", "receive-at": "2026-09-10T09:00"}
    run = drawing.draws.get(at(draft, "trial/"), query, follow=True).context["run"]
    query = {"run": run, "element": "assign", "outcome": "done", "assign-at": "2026-09-10T10:00"}
    monkeypatch.setattr(trial, "drawing_checked", checked)
    assert drawing.draws.get(at(draft, "trial/"), query).status_code == 302
    assert len(checks) == 1

"""Trial run of a version that dossiers run on: from start to end, nothing written."""

from __future__ import annotations

import pytest
from tests.office.processes import body

from motcua.workflow.models import Process

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_version_is_tried_out_to_its_end_and_writes_nothing(drawing):
    version = drawing.approved().definition_id
    place = f"/office/processes/versions/{version}/trial/"
    assert place in body(drawing.draws, f"/office/processes/versions/{version}/")
    answer = None
    for step in ("receive", "assign", "appraise", "approve", "issue", "return"):
        run = answer.context["run"] if answer else ""
        outcome = "approved" if step == "approve" else "done"
        query = {"run": run, "element": step, "outcome": outcome, f"{step}-at": "2026-09-10T09:00"}
        answer = drawing.draws.get(place, query, follow=True)
        assert answer.status_code == 200
    assert "reached the end" in answer.content.decode()
    assert not Process.objects.exists()


def test_who_neither_draws_nor_approves_and_other_units_find_nothing(drawing):
    version = drawing.approved().definition_id
    place = f"/office/processes/versions/{version}/trial/"
    assert drawing.stranger.get(place).status_code == 404
    assert drawing.counter.get(place).status_code in {403, 404}
    assert drawing.draws.get("/office/processes/versions/999999/trial/").status_code == 404

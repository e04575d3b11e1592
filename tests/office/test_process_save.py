"""Saving from the editor: findings come back, of two at once one is told."""

from __future__ import annotations

import pytest
from tests.builders.drawn import whole
from tests.office.processes import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_save_answers_version_time_and_findings(drawing):
    draft = drawing.draft()
    sent = {"version": draft.version, "bpmn": whole(hours="0"), "name": "Tên khác"}
    answer = drawing.draws.post(at(draft, "save/"), sent).json()
    assert answer["version"] == draft.version + 1
    assert answer["findings"]
    assert drawing.seen(draft).name == "Tên khác"
    again = drawing.draws.post(at(draft, "save/"), sent).json()
    assert again["overtaken"] is True
    assert drawing.drawer.name in again["message"]
    assert again["can_save"] is True


def test_what_is_no_drawing_changes_nothing(drawing):
    draft = drawing.draft()
    answer = drawing.draws.post(at(draft, "save/"), {"version": draft.version, "bpmn": "<a>"})
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert drawing.seen(draft).version == draft.version


def test_closed_drafts_and_other_units_are_walls(drawing):
    draft = drawing.submitted()
    sent = {"version": draft.version, "bpmn": whole()}
    assert drawing.draws.post(at(draft, "save/"), sent).status_code == 409
    assert drawing.stranger.post(at(draft, "save/"), sent).status_code == 404
    assert drawing.approves.post(at(draft, "save/"), sent).status_code == 404
    assert drawing.draws.get(at(draft, "save/")).status_code == 405

"""The file of a version."""

from __future__ import annotations

import pytest

from motcua.workflow.queries import definition_by_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_version_is_taken_along_as_bpmn_and_anothers_is_not_there(drawing):
    shipped = definition_by_key("standard")
    answer = drawing.draws.get(f"/office/processes/versions/{shipped.id}/file/")
    assert answer["Content-Disposition"] == 'attachment; filename="standard-v1.bpmn"'
    assert b"userTask" in answer.content
    own = drawing.approved().definition_id
    assert drawing.draws.get(f"/office/processes/versions/{own}/file/").status_code == 200
    assert drawing.stranger.get(f"/office/processes/versions/{own}/file/").status_code == 404

"""The file of a draft."""

from __future__ import annotations

import pytest
from tests.office.processes import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_is_a_bpmn_file_of_ones_own_unit(drawing):
    draft = drawing.draft()
    answer = drawing.draws.get(at(draft, "file/"))
    assert answer["Content-Disposition"] == 'attachment; filename="drawn.bpmn"'
    assert b"userTask" in answer.content
    assert drawing.stranger.get(at(draft, "file/")).status_code == 404

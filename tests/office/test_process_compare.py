"""Two drawings beside each other, in sentences and with lettered marks."""

from __future__ import annotations

import pytest
from tests.builders.drawn import whole
from tests.office.processes import body

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow import services
from motcua.workflow.drawn import Application
from motcua.workflow.queries import definition_by_key, definition_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


PLACE = "/office/processes/compare/"


def test_differences_stand_in_sentences_and_marks(drawing):
    one, two = drawing.draft(), drawing.draft(whole(hours="3"), key="second", name="Khác")
    page = body(drawing.draws, PLACE, left=f"d{one.id}", right=f"d{two.id}")
    assert "4" in page
    assert "process-letter-changed" in page
    assert '"letter": "C"' in page
    same = body(drawing.draws, PLACE, left=f"d{one.id}", right=f"d{one.id}")
    assert "Nothing is different" in same


def test_a_copy_of_the_same_name_is_told_by_its_key(drawing):
    standard = definition_by_key("standard").id
    text = definition_text(standard)
    copied = drawing.draft(text, key="copied", name="Chung")
    with scope_use(SYSTEM):
        sent = services.process_draft_submit(
            actor=drawing.drawer, draft_id=copied.id, expected_version=copied.version,
            application=Application((), (drawing.commune.unit.id,), clock.today()),
        )  # fmt: skip
        version = services.process_draft_approve(
            actor=drawing.commune.leader, draft_id=copied.id, expected_version=sent.version
        ).definition_id
    page = body(drawing.draws, PLACE, left=f"v{standard}", right=f"v{version}")
    assert "version 1 (standard)" in page
    assert "version 1 (copied)" in page
    same = body(drawing.draws, PLACE, left=f"v{standard}", right=f"d{copied.id}")
    assert "(standard)" not in same


def test_what_is_not_there_or_anothers_is_404(drawing):
    draft, shipped = drawing.draft(), definition_by_key("standard").id
    right = {"left": f"v{shipped}", "right": f"d{draft.id}"}
    assert drawing.approves.get(PLACE, right).status_code == 200
    assert drawing.stranger.get(PLACE, right).status_code == 404
    for wrong in ("", "x1", "v", "d²", "v99999999999999999999"):
        assert drawing.draws.get(PLACE, {**right, "left": wrong}).status_code == 404

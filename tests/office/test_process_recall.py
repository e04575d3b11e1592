"""Taking a submitted draft back."""

from __future__ import annotations

import pytest
from tests.office.processes import at

from motcua.workflow.drawn import DraftState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_can_be_drawn_on_again(drawing):
    draft = drawing.submitted()
    assert drawing.stranger.post(at(draft, "recall/"), {"version": 2}).status_code == 404
    drawing.draws.post(at(draft, "recall/"), {"version": draft.version})
    assert drawing.seen(draft).state is DraftState.EDITING
    again = drawing.draws.post(at(draft, "recall/"), {"version": draft.version + 1}, follow=True)
    assert "not possible in the present state" in again.content.decode()

"""Giving a draft up."""

from __future__ import annotations

import pytest
from tests.office.processes import at

from motcua.workflow.drawn import DraftState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_is_given_up_once_and_by_its_unit(drawing):
    draft = drawing.draft()
    assert drawing.stranger.post(at(draft, "withdraw/"), {"version": 1}).status_code == 404
    late = drawing.draws.post(at(draft, "withdraw/"), {"version": 99}, follow=True)
    assert "Somebody else has changed this draft" in late.content.decode()
    answer = drawing.draws.post(at(draft, "withdraw/"), {"version": draft.version})
    assert answer["Location"] == "/office/processes/"
    assert drawing.seen(draft).state is DraftState.WITHDRAWN

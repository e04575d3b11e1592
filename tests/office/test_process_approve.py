"""Approval by another person, or return with a reason."""

from __future__ import annotations

import pytest
from tests.office.processes import at, body

from motcua.workflow.drawn import DraftState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_drawer_cannot_and_another_approves_what_was_looked_at(drawing):
    draft = drawing.submitted()
    place = at(draft, "approve/")
    own = body(drawing.draws, place)
    assert "A second pair of eyes is needed" in own
    sent = {"version": draft.version, "do": "approve"}
    assert (
        "Somebody else has to decide"
        in drawing.draws.post(place, sent, follow=True).content.decode()
    )
    page = body(drawing.approves, place)
    assert drawing.commune.offering.version.code in page
    assert "All reach the end" in page
    assert "This process is new" in page
    late = drawing.approves.post(place, {**sent, "version": 1}, follow=True)
    assert "Somebody else has changed this draft" in late.content.decode()
    answer = drawing.approves.post(place, sent)
    version = drawing.seen(draft).definition_id
    assert answer["Location"] == f"/office/processes/versions/{version}/"
    assert drawing.approves.get(place)["Location"] == answer["Location"]


def test_a_return_needs_its_reason_and_the_drawer_reads_it(drawing):
    draft = drawing.submitted()
    place = at(draft, "approve/")
    sent = {"version": draft.version, "do": "return"}
    assert drawing.approves.post(place, sent).status_code == 422
    drawing.approves.post(place, {**sent, "reason": "Thiếu bước thẩm định"})
    assert drawing.seen(draft).state is DraftState.RETURNED
    assert "Thiếu bước thẩm định" in body(drawing.draws, at(draft))
    assert drawing.approves.get(place)["Location"] == at(draft)


def test_another_units_draft_is_not_there(drawing):
    draft = drawing.submitted()
    sent = {"version": draft.version, "do": "approve"}
    assert drawing.stranger.get(at(draft, "approve/")).status_code == 404
    assert drawing.stranger.post(at(draft, "approve/"), sent).status_code == 404
    assert drawing.counter.post(at(draft, "approve/"), sent).status_code == 404

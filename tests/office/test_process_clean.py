"""Taking parts of other software out of a drawing."""

from __future__ import annotations

import pytest
from tests.builders.drawn import whole
from tests.office.processes import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_drawing_stays_without_them(drawing):
    foreign = whole().replace(
        "<bpmn:startEvent",
        '<bpmn:startEvent xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
        ' camunda:formKey="x"', 1,
    )  # fmt: skip
    draft = drawing.draft(foreign)
    answer = drawing.draws.post(at(draft, "clean/"), {"version": draft.version}, follow=True)
    assert "taken out" in answer.content.decode()
    assert "formKey" not in drawing.seen(draft).bpmn
    late = drawing.draws.post(at(draft, "clean/"), {"version": draft.version}, follow=True)
    assert "Somebody else has changed this draft" in late.content.decode()
    assert drawing.stranger.post(at(draft, "clean/"), {"version": 1}).status_code == 404

"""The editor's page: what its scripts get, who may change what, walls."""

from __future__ import annotations

import json
import re

import pytest
from tests.builders.drawn import whole
from tests.office.processes import at, body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def setup_of(page):
    found = re.search(r'id="process-setup" type="application/json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found.group(1))


def test_the_drawer_gets_an_editor_with_findings_and_words(drawing):
    draft = drawing.draft(whole(hours="0"))
    page = body(drawing.draws, at(draft))
    setup = setup_of(page)
    assert setup["editable"] is True
    assert setup["findings"][0]["severity"] == "error"
    assert "userTask" in setup["elements"]
    assert next(one for one in setup["roles"] if one[0] == "leader") == ["leader", "Leader"]
    assert "Send for approval" in page
    assert "scriptTask" not in setup["elements"]


def test_whoever_approves_only_looks_and_others_see_nothing(drawing):
    draft = drawing.draft()
    looked = body(drawing.approves, at(draft))
    assert setup_of(looked)["editable"] is False
    assert "Give up this draft" not in looked
    assert drawing.stranger.get(at(draft)).status_code == 404
    assert drawing.counter.get(at(draft)).status_code == 404


def test_a_submitted_one_is_closed_and_can_be_taken_back(drawing):
    page = body(drawing.draws, at(drawing.submitted()))
    assert setup_of(page)["editable"] is False
    assert "Take it back" in page


def test_parts_of_other_software_are_offered_to_be_taken_out(drawing):
    foreign = whole().replace(
        "<bpmn:startEvent",
        '<bpmn:startEvent xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
        ' camunda:formKey="x"', 1,
    )  # fmt: skip
    page = body(drawing.draws, at(drawing.draft(foreign)))
    found = {one["code"] for one in setup_of(page)["findings"]}
    assert ("Take them out" in page) is ("extension_foreign" in found)

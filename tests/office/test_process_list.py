"""The list of processes: drafts of one's unit, versions, filters, walls."""

from __future__ import annotations

import pytest
from tests.office.processes import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


PLACE = "/office/processes/"


def test_drafts_of_the_unit_and_versions_stand_there(drawing):
    drawing.draft()
    page = body(drawing.draws, PLACE)
    assert "Của phường" in page
    assert "being drawn" in page
    assert "comes with the software" in page
    assert "Draw a process" in page
    assert "Của phường" not in body(drawing.stranger, PLACE)
    assert "Draw a process" not in body(drawing.approves, PLACE)
    assert drawing.counter.get(PLACE).status_code == 404


def test_words_and_states_narrow_it(drawing):
    drawing.submitted()
    assert "waits for approval" in body(drawing.approves, PLACE, state="waiting")
    none = body(drawing.approves, PLACE, state="drawn")
    assert "No draft fits" in none
    assert "Standard process" not in none
    assert "Của phường" in body(drawing.approves, PLACE, q="cua phuong")
    assert "No version fits" in body(drawing.approves, PLACE, q="không có đâu\x00")


def test_a_version_in_use_names_its_procedure(drawing):
    drawing.approved()
    page = body(drawing.draws, PLACE)
    assert drawing.commune.offering.version.code in page
    assert "Nothing is being drawn" in page

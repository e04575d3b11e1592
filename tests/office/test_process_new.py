"""Beginning a draft: blank, as a copy, from a file; what is refused."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.drawn import whole
from tests.office.processes import body

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.queries import definition_by_key, draft_get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


PLACE = "/office/processes/new/"


def begin(drawing, **fields):
    unit = drawing.commune.unit.id
    asked = {"name": "Của phường", "unit_id": unit, "codes": "", **fields}
    return drawing.draws.post(PLACE, asked)


def draft_of(drawing, answer):
    assert answer.status_code == 302, answer.content.decode()
    with scope_use(SYSTEM):
        return draft_get(drawing.drawer, int(answer["Location"].split("/")[-2]))


def test_blank_copy_and_file_each_open_a_draft(drawing):
    assert draft_of(drawing, begin(drawing, how="blank")).key == "cua_phuong"
    standard = definition_by_key("standard").id
    copy = begin(drawing, how="copy", definition_id=standard, key="copied")
    assert draft_of(drawing, copy).based_on_id == standard
    file = SimpleUploadedFile("a.bpmn", whole().encode(), "application/xml")
    assert draft_of(drawing, begin(drawing, how="file", file=file, key="from_file")).errors == 0


def test_the_procedures_are_named_when_a_draft_is_begun(drawing):
    code = drawing.commune.offering.version.code
    named = draft_of(drawing, begin(drawing, how="blank", procedures=[code]))
    assert named.application.procedures == (code,)
    assert "procedures_none" not in {one.code for one in named.findings}
    none = draft_of(drawing, begin(drawing, how="blank", key="for_nobody"))
    assert "procedures_none" in {one.code for one in none.findings}
    standard = definition_by_key("standard").id
    copy = draft_of(drawing, begin(drawing, how="copy", definition_id=standard, key="copied"))
    assert copy.application.procedures == (code,), "those which the version serves"
    assert "hours_over" in {one.code for one in copy.findings}
    page = body(drawing.draws, PLACE, copy=standard)
    assert page.count("checked") == body(drawing.draws, PLACE).count("checked") + 1
    wrong = begin(drawing, how="blank", key="wrong", codes="9.999999")
    assert wrong.status_code == 422
    assert 'id="id_codes_error"' in wrong.content.decode()


def test_what_is_no_bpmn_or_taken_is_told_at_its_field(drawing):
    picture = SimpleUploadedFile("a.bpmn", b"\x89PNG\xff")
    assert "This is not a BPMN file" in begin(drawing, how="file", file=picture).content.decode()
    page = SimpleUploadedFile("a.bpmn", b"<html/>")
    answer = begin(drawing, how="file", file=page)
    assert answer.status_code == 422
    assert 'id="id_file_error"' in answer.content.decode()
    assert "Choose a file" in begin(drawing, how="file").content.decode()
    assert "Choose the version to copy" in begin(drawing, how="copy").content.decode()
    taken = begin(drawing, how="blank", key="standard")
    assert "belongs to somebody else" in taken.content.decode()


def test_only_who_may_draw_and_only_for_own_units(drawing):
    assert drawing.approves.get(PLACE).status_code == 404
    elsewhere = drawing.stranger.post(
        PLACE, {"name": "X", "how": "blank", "unit_id": drawing.commune.unit.id}
    )
    assert elsewhere.status_code == 422
    copy = definition_by_key("standard").id
    assert "checked" in body(drawing.draws, PLACE, copy=copy)

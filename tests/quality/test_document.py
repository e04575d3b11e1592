"""The process document of TCVN ISO 9001:2015: says what runs, as a PDF that can be archived."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime

import pytest
from tests.builders.organisations import commune_make
from tests.builders.procedures import version_make
from tests.builders.quality import acted, kept_make, plan_make, reported

from motcua.kernel.errors import NotFound, Refused
from motcua.quality.document import process_document, sheet_of
from motcua.quality.services import audits
from motcua.workflow.queries import definition_by_key
from motcua.workflow.services import processes_ship

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def world():
    processes_ship(at=datetime(2025, 7, 1, tzinfo=UTC))
    unit = commune_make(name="Bách Quang")
    version = version_make(
        code="2.000815",
        name="Chứng thực bản sao từ bản chính",
        process_key="standard",
        legal_basis=("23/2015/NĐ-CP",),
    )
    return unit, version, definition_by_key("standard").id


def test_it_says_what_runs(world):
    unit, version, standard = world
    sheet = sheet_of(standard, procedure_code=version.code, unit_id=unit.id)
    assert sheet.code == "QT-STANDARD-2.000815"
    assert [one.number for one in sheet.steps] == [str(n) for n in range(1, len(sheet.steps) + 1)]
    assert all(one.role and one.part and one.hours and one.outcomes for one in sheet.steps)
    assert "23/2015/NĐ-CP" in sheet.references
    numbered = {s["element"]: s["number"] for s in sheet.drawing["shapes"] if s["number"]}
    assert sorted(numbered.values(), key=int) == [one.number for one in sheet.steps]
    assert sheet.approved_by == ""  # it comes with the software: nobody is made up


def test_the_pdf_is_archival_and_can_be_searched(world, tmp_path):
    unit, version, standard = world
    pdf = process_document(standard, procedure_code=version.code, unit_id=unit.id)
    (tmp_path / "process.pdf").write_bytes(pdf)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "process.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    for words in ("QUY TRÌNH", "MỤC ĐÍCH", "thủ tục 2.000815", "HỒ SƠ LƯU", "Lưu đồ"):
        assert words in text
    assert b"pdfaid" in pdf


def test_it_lists_the_audits_and_corrective_actions_that_concern_the_process(world):
    unit, version, standard = world
    asked = {"procedure_code": version.code, "unit_id": unit.id}
    assert sheet_of(standard, **asked).corrective == ()
    kept = kept_make(unit)
    audits.audit_plan(actor=kept.keeper, plan=plan_make(kept, processes=("standard",)))
    audits.audit_plan(actor=kept.keeper, plan=plan_make(kept, processes=("with_opinion",)))
    code = reported(kept, process="standard")
    acted(kept, code)
    reported(kept, process="with_opinion")
    reported(kept_make(), process="standard")
    sheet = sheet_of(standard, **asked)
    assert len(sheet.audits) == 1
    (line,) = sheet.corrective
    assert code in line.name
    assert kept.officer.name in line.note


def test_another_process_than_the_one_in_use_makes_no_document(world):
    unit, version, _standard = world
    other = definition_by_key("with_opinion").id
    with pytest.raises(Refused, match="does not resolve"):
        sheet_of(other, procedure_code=version.code, unit_id=unit.id)
    for wrong in ({"procedure_code": "9.999999"}, {"unit_id": 0}):
        asked = {"procedure_code": version.code, "unit_id": unit.id} | wrong
        with pytest.raises(NotFound):
            sheet_of(definition_by_key("standard").id, **asked)

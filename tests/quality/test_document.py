"""The process document of TCVN ISO 9001:2015: says what runs, as a PDF that can be archived."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.utils import translation
from tests.builders.organisations import commune_make
from tests.builders.procedures import version_make
from tests.builders.quality import acted, kept_make, plan_make, reported

from motcua.kernel.errors import NotFound, Refused
from motcua.quality.document import CHAIN, FORMS, KEPT, process_document, sheet_of
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
    text = read(pdf, tmp_path)
    for words in ("QUY TRÌNH", "MỤC ĐÍCH", "thủ tục 2.000815", "HỒ SƠ LƯU", "Lưu đồ"):
        assert words in text
    assert b"pdfaid" in pdf


def read(pdf, tmp_path, *options):
    """Return the text of a PDF in one line, as `pdftotext` reads it."""
    (tmp_path / "process.pdf").write_bytes(pdf)
    asked = ["pdftotext", *options, tmp_path / "process.pdf", "-"]
    told = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", told)


def section(text, name, after):
    """Return what stands under a heading, up to the next one."""
    start = text.index(name)
    return text[start : text.index(after, start)]


def test_each_part_that_the_standard_asks_for_stands_in_its_section(world, tmp_path):
    unit, version, standard = world
    pdf = process_document(standard, procedure_code=version.code, unit_id=unit.id)
    text, rows = read(pdf, tmp_path), read(pdf, tmp_path, "-layout")
    parts = ("1. MỤC ĐÍCH", "2. PHẠM VI", "3. TÀI LIỆU VIỆN DẪN", "4. NỘI DUNG", "5. BIỂU MẪU",
             "6. HỒ SƠ LƯU", "7. ĐÁNH GIÁ VÀ CẢI TIẾN", "Phụ lục: Lưu đồ")  # fmt: skip
    purpose, scope, references, content, forms, records, _improvement = (
        section(text, name, after) for name, after in pairwise(parts)
    )
    assert version.name in purpose
    assert "2.000815" in scope
    assert "UBND phường Bách Quang" in scope
    for words in ("23/2015/NĐ-CP", "118/2025/NĐ-CP", "ISO 9001:2015"):
        assert words in references
    with translation.override("vi"):
        steps = sheet_of(standard, procedure_code=version.code, unit_id=unit.id).steps
    assert "Giờ làm việc" in content
    for one in steps:
        row = rf"{one.number} {one.name} {one.role[:8]}\D*{one.part[:8]}\D* {one.hours} "
        assert re.search(row, rows), rows  # the other words may stand on a second line
    assert [one.hours for one in steps] == ["2", "2", "20", "8", "4", "4"]
    assert [n for n in range(1, 8) if f"Mẫu 0{n}" not in forms] == []
    kept = ("Giấy tờ tùy thân", "Mẫu 01", "Mẫu 05", "Kết quả", "Mẫu 06", "Mẫu 07")
    assert [one for one in kept if one not in records] == []
    assert records.count("năm (chưa xác nhận)") == records.count(" năm (") >= len(kept)
    assert "số năm mặc định của phần mềm" in records
    assert "33/2024/QH15" in records


def test_each_record_says_how_long_it_is_kept(world, tmp_path):
    unit, _version, standard = world
    own = version_make(
        code="2.000816", process_key="standard", result="Bản sao",
        record_retention="permanent", record_retention_basis="Thông tư X, Điều 1",
    )  # fmt: skip
    sheet = sheet_of(standard, procedure_code=own.code, unit_id=unit.id)
    told = {one.name: one.note for one in sheet.records}
    for name in ("Giấy tờ của người nộp: Giấy tờ tùy thân", "Kết quả: Bản sao, đã ký", CHAIN):
        assert told[name] == "Vĩnh viễn (theo Thông tư X, Điều 1)"
    assert [one for one in told if one.startswith("Mẫu 0")] == list(FORMS)
    assert told[FORMS[6]].startswith("20 năm (chưa xác nhận)")
    text = read(process_document(standard, procedure_code=own.code, unit_id=unit.id), tmp_path)
    assert "Vĩnh viễn (theo Thông tư X, Điều 1)" in text


def test_where_no_table_speaks_the_office_s_own_is_named(world, settings, tmp_path):
    unit, version, standard = world
    table = tmp_path / "own.csv"
    table.write_text(
        "record,valid_from,valid_to,years,basis,to_verify\nresult,2025-07-01,,5,Quyết định 12,\n",
        encoding="utf-8",
    )
    settings.RETENTION_FILE = str(table)
    sheet = sheet_of(standard, procedure_code=version.code, unit_id=unit.id)
    notes = {one.note for one in sheet.records if not one.name.startswith("Kết quả")}
    assert notes == {KEPT}
    [result] = [one.note for one in sheet.records if one.name.startswith("Kết quả")]
    assert result == "05 năm (theo Quyết định 12)"
    assert sheet.records_note == "", "nothing is in doubt"


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

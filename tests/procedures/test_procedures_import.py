"""Importing catalogue files: again without effect, changes as new versions, bad rows aside."""

from __future__ import annotations

import csv
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from motcua.kernel import clock
from motcua.kernel.errors import Invalid
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.queries import procedure_get, procedures_search, version_get
from motcua.procedures.services import procedures_import
from motcua.procedures.types import FeeState

pytestmark = pytest.mark.django_db

JULY = datetime(2026, 7, 1, 2, tzinfo=UTC)
AUGUST = datetime(2026, 8, 1, 2, tzinfo=UTC)
RECORD = {
    "code": "1.001193",
    "name": "Thủ tục đăng ký khai sinh",
    "field": "Hộ tịch",
    "issuing_ministry": "Bộ Tư pháp",
    "levels": "commune",
    "handled_by": "commune_peoples_committee",
    "applicants": "citizen;overseas_vietnamese",
    "channels": "in_person;online;postal",
    "time_limit": "3",
    "time_limit_unit": "working_day",
    "fee_vnd_in_person": "8000",
    "fee_vnd_online": "0",
    "fee_set_by_province": "",
    "legal_basis": "60/2014/QH13;123/2015/NĐ-CP",
    "status": "listed",
    "process_key": "standard",
}
COMPONENT = {
    "procedure_code": "1.001193",
    "order": "1",
    "name": "Tờ khai",
    "original_or_copy": "original",
    "quantity": "1",
    "how": "submit",
    "required": "1",
}


def csv_make(folder: Path, *rows: dict, name: str = "procedures.csv", **options) -> Path:
    path = folder / name
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding=options.pop("encoding", "utf-8"), newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", **options)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_record_comes_in_with_all_its_parts(tmp_path):
    report = procedures_import(csv_make(tmp_path, RECORD), at=JULY)
    assert (report.accepted, report.unchanged, report.refused) == (1, 0, [])
    version = procedure_get("1.001193").version
    assert version.limit == "3wd"
    assert version.due_rule == "clock"
    assert version.effective_from == JULY
    assert version.fee_state == FeeState.KNOWN
    assert [(fee.amount_vnd, fee.channel) for fee in version.fees] == [
        (8000, "in_person"),
        (0, "online"),
    ]
    assert version.applicants == ("citizen", "overseas_vietnamese")
    assert version.missing == ("components",)
    assert version.sources["limit"] == "file procedures.csv"


def test_importing_again_touches_nothing(tmp_path):
    path = csv_make(tmp_path, RECORD)
    procedures_import(path, at=JULY)
    before = list(ProcedureVersion.objects.values())
    report = procedures_import(path, at=AUGUST)
    assert (report.accepted, report.unchanged) == (0, 1)
    assert list(ProcedureVersion.objects.values()) == before


def test_a_changed_row_becomes_a_new_version_at_the_instant_the_old_one_ends(tmp_path):
    procedures_import(csv_make(tmp_path, RECORD), at=JULY)
    old = procedure_get("1.001193").version
    report = procedures_import(csv_make(tmp_path, {**RECORD, "time_limit": "5"}), at=AUGUST)
    assert report.accepted == 1
    new = procedure_get("1.001193").version
    assert (new.limit, new.effective_from, new.effective_to) == ("5wd", AUGUST, None)
    assert version_get(old.id).limit == "3wd"
    history = procedure_get("1.001193").history
    assert [(period.limit, period.effective_to) for period in history] == [
        ("5wd", None),
        ("3wd", AUGUST),
    ]
    assert procedure_get("1.001193", on=date(2026, 7, 15)).version.id == old.id


def test_a_row_may_name_the_day_from_which_it_holds(tmp_path):
    procedures_import(csv_make(tmp_path, {**RECORD, "effective_from": "2025-07-01"}))
    procedures_import(
        csv_make(tmp_path, {**RECORD, "name": "Tên mới", "effective_from": "2027-01-01"})
    )
    with clock.clock_set(JULY):
        assert procedure_get("1.001193").name == "Thủ tục đăng ký khai sinh"
    in_2027 = procedure_get("1.001193", on=date(2027, 1, 1))
    assert in_2027.name == "Tên mới"
    assert clock.local(in_2027.version.effective_from).isoformat() == "2027-01-01T00:00:00+07:00"


def test_a_version_cannot_begin_before_the_one_in_force(tmp_path):
    procedures_import(csv_make(tmp_path, RECORD), at=JULY)
    report = procedures_import(
        csv_make(tmp_path, {**RECORD, "name": "Mới", "effective_from": "2026-01-01"})
    )
    assert report.refused[0].column == "effective_from"
    assert "2026-07-01" in report.refused[0].reason
    assert ProcedureVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"code": "1.1193"}, "code"),
        ({"code": ""}, "code"),
        ({"name": ""}, "name"),
        ({"name": "x" * 1501}, "name"),
        ({"field": ""}, "field"),
        ({"levels": "district"}, "levels"),
        ({"channels": "fax"}, "channels"),
        ({"time_limit": "3", "time_limit_unit": ""}, "time_limit_unit"),
        ({"time_limit": "0"}, "time_limit"),
        ({"time_limit": "ba"}, "time_limit"),
        ({"time_limit": "", "time_limit_unit": "day"}, "time_limit"),
        ({"fee_vnd_in_person": "8.000"}, "fee_vnd_in_person"),
        ({"fee_set_by_province": "yes"}, "fee_set_by_province"),
        ({"status": "gone"}, "status"),
        ({"process_key": "other"}, "process_key"),
        ({"effective_from": "2026-02-30"}, "effective_from"),
    ],
)
def test_a_bad_row_is_named_kept_aside_and_the_others_come_in(tmp_path, change, column):
    good = {**RECORD, "code": "1.000894", "effective_from": ""}
    path = csv_make(tmp_path, good, {**RECORD, "effective_from": "", **change})
    report = procedures_import(path, at=JULY, refused_to=tmp_path / "refused.csv")
    assert report.accepted == 1
    assert report.refused_rows == 1
    assert [(item.row, item.column) for item in report.refused] == [(3, column)]
    assert report.refused[0].reason
    assert Procedure.objects.count() == 1
    kept = list(csv.DictReader(report.refused_file.open(encoding="utf-8-sig")))
    assert len(kept) == 1
    assert kept[0]["row"] == "3"
    assert kept[0]["column"] == column
    assert kept[0]["code"] == change.get("code", RECORD["code"])


def test_the_file_of_refused_rows_can_be_mended_and_imported(tmp_path):
    bad = {**RECORD, "levels": "district", "channels": "fax"}
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    procedures_import(csv_make(tmp_path, bad), at=JULY, refused_to=first)
    first.write_text(first.read_text("utf-8-sig").replace("district", "commune", 1), "utf-8")
    procedures_import(first, at=JULY, refused_to=second)
    second.write_text(second.read_text("utf-8-sig").replace("fax", "online", 1), "utf-8")
    assert procedures_import(second, at=JULY).accepted == 1


def test_a_code_twice_in_a_file_is_refused_altogether(tmp_path):
    report = procedures_import(csv_make(tmp_path, RECORD, {**RECORD, "time_limit": "4"}))
    assert report.accepted == 0
    assert {item.row for item in report.refused} == {2, 3}
    assert not Procedure.objects.exists()


def test_a_dry_run_reports_and_writes_nothing(tmp_path):
    path = csv_make(tmp_path, RECORD, {**RECORD, "code": "x"})
    report = procedures_import(path, dry_run=True, refused_to=tmp_path / "refused.csv")
    assert (report.accepted, report.refused_rows, report.dry_run) == (1, 1, True)
    assert not Procedure.objects.exists()
    assert sorted(item.name for item in tmp_path.iterdir()) == ["procedures.csv"]


def test_components_complete_a_record_and_one_bad_row_refuses_them_all(tmp_path):
    procedures_import(csv_make(tmp_path, RECORD), at=JULY)
    bad = {**COMPONENT, "order": "2", "name": "Giấy chứng sinh", "original_or_copy": "fax"}
    report = procedures_import(csv_make(tmp_path, COMPONENT, bad, name="c.csv"), at=AUGUST)
    assert report.accepted == 0
    assert sorted((item.row, item.column) for item in report.refused) == [
        (2, ""),
        (3, "original_or_copy"),
    ]
    assert not procedure_get("1.001193").version.components
    good = {**bad, "original_or_copy": "certified_copy", "satisfied_by": "civil_status"}
    report = procedures_import(csv_make(tmp_path, COMPONENT, good, name="c.csv"), at=AUGUST)
    assert report.accepted == 2
    version = procedure_get("1.001193").version
    assert version.complete
    first, second = version.components
    assert (first.order, first.originals, first.copies) == (1, 1, 0)
    assert (second.originals, second.copies, second.satisfied_by) == (0, 1, ("civil_status",))
    again = procedures_import(csv_make(tmp_path, COMPONENT, good, name="c.csv"))
    assert (again.accepted, again.unchanged) == (0, 2)


def test_components_of_a_procedure_nobody_knows_are_refused(tmp_path):
    report = procedures_import(csv_make(tmp_path, COMPONENT, name="c.csv"))
    assert report.refused_rows == 1
    assert report.refused[0].column == "name"


def test_fees_with_dates_replace_those_of_the_listing(tmp_path):
    procedures_import(csv_make(tmp_path, RECORD), at=JULY)
    fee = {"procedure_code": "1.001193", "name": "Phí", "amount_vnd": "8000", "set_by_province": ""}
    waiver = {**fee, "amount_vnd": "0", "channel": "online", "valid_to": "2027-02-28"}
    report = procedures_import(csv_make(tmp_path, fee, waiver, name="f.csv"), at=AUGUST)
    assert report.accepted == 2
    version = procedure_get("1.001193").version
    assert len(version.fees_on(date(2027, 2, 28))) == 2
    assert [fee.amount_vnd for fee in version.fees_on(date(2027, 3, 1))] == [8000]


def test_the_listing_does_not_undo_what_a_better_source_said(tmp_path):
    bare = {**RECORD, "time_limit": "", "time_limit_unit": ""}
    procedures_import(csv_make(tmp_path, bare), at=JULY)
    detail = {"procedure_code": "1.001193", "statutory_time": "0", "time_unit": "same_day"}
    procedures_import(csv_make(tmp_path, detail, name="d.csv"), at=AUGUST)
    assert procedure_get("1.001193").version.due_rule == "same-day-15"
    report = procedures_import(csv_make(tmp_path, bare), at=AUGUST + timedelta(days=1))
    assert (report.accepted, report.unchanged) == (0, 1)
    assert procedure_get("1.001193").version.limit == "same-day"


def test_a_value_taken_away_at_its_source_is_taken_away(tmp_path):
    procedures_import(csv_make(tmp_path, RECORD), at=JULY)
    bare = {**RECORD, "time_limit": "", "time_limit_unit": ""}
    procedures_import(csv_make(tmp_path, bare), at=AUGUST)
    assert "limit" in procedure_get("1.001193").version.missing


def test_a_fee_that_the_province_sets_is_known_to_be_so(tmp_path):
    row = {**RECORD, "fee_vnd_in_person": "0", "fee_set_by_province": "1"}
    procedures_import(csv_make(tmp_path, row), at=JULY)
    version = procedure_get("1.001193").version
    assert version.fee_state == FeeState.PROVINCE
    assert version.has_fee
    assert [fee.amount_vnd for fee in version.fees] == [None]


def test_decomposed_text_a_byte_order_mark_and_semicolons_are_read(tmp_path):
    row = {**RECORD, "name": unicodedata.normalize("NFD", RECORD["name"])}
    row = {key: value.replace(";", ",") if key != "name" else value for key, value in row.items()}
    row |= {"applicants": "citizen", "channels": "in_person", "legal_basis": "60/2014/QH13"}
    path = csv_make(tmp_path, row, delimiter=";", encoding="utf-8-sig")
    assert procedures_import(path).accepted == 1
    assert procedure_get("1.001193").name == RECORD["name"]
    assert procedures_search("khai sinh").total == 1


def test_a_workbook_is_read_like_a_table(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(list(RECORD))
    book.active.append([3 if key == "time_limit" else value for key, value in RECORD.items()])
    book.save(tmp_path / "procedures.xlsx")
    assert procedures_import(tmp_path / "procedures.xlsx").accepted == 1
    assert procedure_get("1.001193").version.limit == "3wd"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("columns.csv", b"a,b\n1,2\n"),
        ("twice.csv", b"code,name,name\n1.001193,a,b\n"),
        ("latin.csv", "code,name\n1.001193,Thủ tục\n".encode("cp1258", "replace") + b"\xff\n"),
        ("quote.csv", b'code,name\n1.001193,"open\n'),
        ("fake.xlsx", b"not a workbook"),
        ("missing.csv", None),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_plain_words(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        procedures_import(path)
    assert refusal.value.problems[0].field == "file"


def test_a_row_with_more_cells_than_columns_is_refused(tmp_path):
    path = csv_make(tmp_path, RECORD)
    path.write_text(path.read_text("utf-8").rstrip() + ",too,many\n", "utf-8")
    report = procedures_import(path)
    assert report.accepted == 0
    assert report.refused[0].row == 2

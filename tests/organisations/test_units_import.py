"""Import of directories: what is taken, what is refused, and that nothing is half done."""

from __future__ import annotations

import csv
import unicodedata
from datetime import date

import openpyxl
import pytest
from tests.builders.organisations import commune_make, province_make

from motcua.kernel.errors import Invalid
from motcua.organisations.models import Succession, Unit, UnitVersion
from motcua.organisations.queries import unit_by_code, unit_descendant_ids, unit_get
from motcua.organisations.services import bodies_ensure, units_import

pytestmark = pytest.mark.django_db
COMMUNE = "code,full_name,type,province_code"
DAY = date(2026, 6, 1)


@pytest.fixture
def province(db):
    return province_make(code="19", bodies=())


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="communes.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write


def reasons(report):
    return [(refusal.row, refusal.column) for refusal in report.refused]


def test_a_row_founds_a_unit_and_importing_again_touches_nothing(province, file):
    path = file(COMMUNE, "05528,Phường Bách Quang,ward,19")
    report = units_import(path)
    assert (report.accepted, report.unchanged, report.refused) == (1, 0, [])
    unit = unit_by_code("05528")
    assert (unit.name, unit.parent_id, unit.path) == (
        "Bách Quang",
        province.id,
        f"/{province.id}/{unit.id}/",
    )
    before = list(UnitVersion.objects.values().order_by("id"))
    again = units_import(path)
    assert (again.accepted, again.unchanged) == (0, 1)
    assert list(UnitVersion.objects.values().order_by("id")) == before


def test_a_changed_row_becomes_a_new_dated_version_of_the_same_unit(province, file):
    units_import(file(COMMUNE, "05528,Xã Bách Quang,commune,19"))
    first = unit_by_code("05528")
    report = units_import(file(COMMUNE, "05528,Phường Bách Quang,ward,19"), on=DAY)
    assert report.accepted == 1
    versions = list(UnitVersion.objects.filter(unit=first.id).order_by("valid_from"))
    assert [(v.full_name, v.valid_from, v.valid_to) for v in versions] == [
        ("Xã Bách Quang", date(2025, 7, 1), DAY),
        ("Phường Bách Quang", DAY, None),
    ]
    assert unit_by_code("05528", date(2026, 5, 31)).full_name == "Xã Bách Quang"
    assert unit_by_code("05528", DAY).id == first.id
    assert unit_get(first.id).full_name == "Phường Bách Quang"


def test_a_changed_row_says_since_when(province, file):
    head = f"{COMMUNE},current_full_name,current_type,changed_on,changed_by"
    row = "05528,Xã Bách Quang,commune,19,Phường Bách Quang,ward,2026-04-30,237/NQ-UBTVQH16"
    units_import(file(head, row))
    last = UnitVersion.objects.get(valid_from=date(2026, 4, 30))
    assert (last.kind, last.source) == ("ward", "237/NQ-UBTVQH16")
    assert units_import(file(head, row)).unchanged == 1


def test_a_change_dated_before_the_last_one_is_refused(province, file):
    units_import(file(COMMUNE, "05528,Xã Bách Quang,commune,19"))
    units_import(file(COMMUNE, "05528,Phường Bách Quang,ward,19"), on=DAY)
    head = f"{COMMUNE},current_full_name,changed_on"
    report = units_import(file(head, "05528,Xã B,commune,19,Xã C,2026-01-01"))
    assert reasons(report) == [(2, "changed_on")]
    assert "2026-06-01" in report.refused[0].reason


def test_two_changes_on_one_day_are_one_version(province, file):
    units_import(file(COMMUNE, "05528,Xã A,commune,19"))
    units_import(file(COMMUNE, "05528,Xã B,commune,19"), on=DAY)
    units_import(file(COMMUNE, "05528,Xã C,commune,19"), on=DAY)
    versions = UnitVersion.objects.filter(unit__code="05528").order_by("valid_from")
    assert [version.full_name for version in versions] == ["Xã A", "Xã C"]


def test_a_unit_that_moves_takes_everything_under_it_along(province, file):
    commune = commune_make(code="05528", province=province)
    other = province_make(code="20", name="Lạng Sơn", bodies=())
    units_import(file(COMMUNE, "05528,Phường Bách Quang,ward,20"), on=DAY)
    assert len(unit_descendant_ids(other.id)) == 1 + 1 + 4
    assert unit_descendant_ids(province.id) == {province.id}
    assert unit_by_code("05528", date(2026, 5, 1)).parent_id == province.id
    assert unit_by_code("05528", DAY).parent_id == other.id
    assert unit_get(commune.id).path == f"/{other.id}/{commune.id}/"


def test_bad_rows_are_named_by_row_and_column_and_good_ones_are_taken(province, file):
    path = file(
        f"{COMMUNE},changed_on,current_full_name",
        "05528,Phường Bách Quang,ward,19,,",
        "5528,Phường Bách Quang,ward,19,,",
        "05529,,ward,19,,",
        "05530,Phường A,hamlet,19,,",
        "05531,Phường B,ward,77,,",
        "05532,Phường C,ward,19,2026-02-30,Phường D",
        "05533,Phường E,ward,19,2999-01-01,Phường F",
        "05528,Phường Bách Quang,ward,19,,",
        f"05534,{'x' * 201},ward,19,,",
        "05535,Phường G,ward,19,,Phường H",
        "0553６,Phường I,ward,19,,",
    )
    report = units_import(path)
    assert report.accepted == 1
    assert reasons(report) == [
        (3, "code"),
        (4, "full_name"),
        (5, "type"),
        (6, "province_code"),
        (7, "changed_on"),
        (8, "changed_on"),
        (9, "code"),
        (10, "full_name"),
        (11, "changed_on"),
        (12, "code"),
    ]
    assert Unit.objects.filter(parent=province.id).count() == 1


def test_all_or_nothing_takes_nothing_when_a_row_is_refused(province, file):
    path = file(COMMUNE, "05528,Phường Bách Quang,ward,19", "x,Phường A,ward,19")
    report = units_import(path, all_or_nothing=True)
    assert (report.accepted, reasons(report)) == (0, [(3, "code")])
    assert not Unit.objects.filter(code="05528").exists()


def test_a_dry_run_says_the_same_and_changes_nothing(province, file):
    path = file(COMMUNE, "05528,Phường Bách Quang,ward,19", "x,Phường A,ward,19")
    report = units_import(path, dry_run=True)
    assert (report.accepted, report.refused_rows, report.dry_run) == (1, 1, True)
    assert not Unit.objects.filter(code="05528").exists()


def test_an_unexpected_failure_leaves_nothing_behind(province, file, monkeypatch):
    path = file(COMMUNE, "05528,Phường Bách Quang,ward,19")
    monkeypatch.setattr(
        UnitVersion.objects, "bulk_create", lambda *_args, **_options: 1 / 0, raising=False
    )
    with pytest.raises(ZeroDivisionError):
        units_import(path)
    assert not Unit.objects.filter(code="05528").exists()


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        (("full_name,type,province_code", "Phường A,ward,19"), "code"),
        (("code,full_name,type", "05528,Phường A,ward"), "province_code"),
        (("code,full_name,province_code", "05528,Phường A,19"), "type"),
        (("old_code,new_code", "05528,05528"), "old_name"),
    ],
)
def test_a_missing_column_is_named(province, file, lines, column):
    with pytest.raises(Invalid, match=column):
        units_import(file(*lines))


@pytest.mark.parametrize("content", [b"", b"\xff\xfa\x00", b"\x00\x01\x02", b'"code\n'])
def test_an_unreadable_file_is_refused(province, tmp_path, content):
    path = tmp_path / "communes.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid):
        units_import(path)


def test_bom_and_decomposed_letters_are_read(province, file):
    row = unicodedata.normalize("NFD", "05528,Phường Bách Quang,ward,19")
    assert units_import(file(COMMUNE, row, encoding="utf-8-sig")).accepted == 1
    assert unit_by_code("05528").full_name == unicodedata.normalize("NFC", "Phường Bách Quang")


def test_a_workbook_is_read_and_its_numbers_get_their_zeros_back(province, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["code", "full_name", "type", "province_code"])
    book.active.append([5528, "Phường Bách Quang", "ward", 19])
    book.active.append(["05529", None, "ward", "19"])
    path = tmp_path / "communes.xlsx"
    book.save(path)
    report = units_import(path)
    assert report.accepted == 1
    assert reasons(report) == [(3, "full_name")]
    assert unit_by_code("05528").full_name == "Phường Bách Quang"


def test_an_ended_unit_is_not_brought_back_by_its_code(province, file):
    from motcua.organisations.services import unit_close

    commune = commune_make(code="05528", province=province)
    unit_close(unit_id=commune.id, on=DAY)
    report = units_import(file(COMMUNE, "05528,Phường Bách Quang,ward,19"))
    assert reasons(report) == [(2, "code")]
    later = units_import(file(f"{COMMUNE},valid_from", "05528,Phường Mới,ward,19,2026-06-01"))
    assert later.accepted == 1
    assert unit_by_code("05528", DAY).full_name == "Phường Mới"
    assert bodies_ensure(unit_by_code("05528", DAY).id)[0].code == "05528.ttpvhcc"


MERGE = (
    "old_code,old_name,old_type,old_district_code,old_province_code,new_code,transfer,is_split,note"
)


@pytest.fixture
def former(province, file):
    commune_make(code="05528", bodies=())
    commune_make(code="05533", name="Khác", bodies=())
    units_import(
        file("code,full_name,type,new_province_code", "06,Tỉnh Bắc Kạn,province,19", name="lp.csv")
    )
    units_import(
        file(
            "code,full_name,type,province_code", "058,Thành phố A,provincial_city,06", name="d.csv"
        )
    )


def test_pairs_found_former_units_and_link_them(former, file):
    rows = (
        "05527,Xã Tân Quang,commune,058,06,05528,part,1,",
        "05527,Xã Tân Quang,commune,058,06,05533,part,1,",
    )
    assert units_import(file(MERGE, *rows)).accepted == 2
    links = Succession.objects.filter(old__code="05527")
    assert {link.new.code for link in links} == {"05528", "05533"}
    assert Succession.objects.filter(old__code="058", is_split=True).count() == 2
    again = units_import(file(MERGE, *rows))
    assert (again.accepted, again.unchanged) == (0, 2)
    mended = units_import(file(MERGE, rows[0].replace("part", "part_area"), rows[1]))
    assert (mended.accepted, mended.unchanged) == (1, 1)
    assert Succession.objects.filter(old__code="05527").count() == 2


def test_bad_pairs_are_named(former, file):
    report = units_import(
        file(
            MERGE,
            "05527,Xã Tân Quang,commune,058,06,05528,whole,0,",
            "05527,Xã Tân Quang,commune,058,06,05528,whole,0,",
            "05527,Xã Khác,commune,058,06,05533,whole,0,",
            "05526,Xã B,commune,999,06,05528,whole,0,",
            "05525,Xã C,commune,058,19,05528,whole,0,",
            "05524,Xã D,commune,058,06,99999,whole,0,",
            "05523,Xã E,commune,058,06,05528,eaten,0,",
            "05522,Xã F,commune,058,06,05528,whole,yes,",
        )
    )
    assert report.accepted == 1
    assert reasons(report) == [
        (3, "new_code"),
        (4, "old_name"),
        (5, "old_district_code"),
        (6, "old_province_code"),
        (7, "new_code"),
        (8, "transfer"),
        (9, "is_split"),
    ]


def test_refused_rows_come_back_when_mended(province, file, tmp_path):
    from motcua.kernel.tabular import refused_write

    report = units_import(file(COMMUNE, "05528,,ward,19"))
    path = refused_write(report, COMMUNE.split(","), tmp_path / "refused.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["row"], row["column"]) == ("2", "full_name")
    text = path.read_text("utf-8-sig").replace("05528,,", "05528,Phường Bách Quang,")
    path.write_text(text, "utf-8")
    assert units_import(path).accepted == 1

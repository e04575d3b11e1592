"""Bank statements as banks give them: any head, columns in two languages, amounts with marks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.builders.payments import order_make

from motcua.documents.tables import Column, ColumnKind, table_xlsx
from motcua.identity.types import Role
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.payments import queries, services
from motcua.payments.models import LedgerEntry, Mismatch
from motcua.payments.queries.desk import mismatch_get, mismatches, statement_text
from motcua.payments.rules import amount_read, header_find, instant_read

VIETNAMESE = """NGÂN HÀNG MẪU;;;;;
SAO KÊ TÀI KHOẢN / ACCOUNT STATEMENT;;;;;
Số tài khoản:;0011012345678;;;;
Từ ngày 20/11/2026 đến ngày 21/11/2026;;;;;
STT;"Ngày giao dịch
Transaction date";Số tham chiếu/Reference No;Ghi nợ/Debit;Ghi có/Credit;Số dư/Balance;Nội dung giao dịch/Description
1;20/11/2026 09:00:15;5078 - 1;;1.500.000;9.500.000;NGUYEN VAN MAU {one}
2;20/11/2026;5078 - 2;11.000;0;9.489.000;Phí dịch vụ
3;21/11/2026;5078 - 2;;8.000;9.497.000;le phi khai sinh
4;31/02/2026;5078 - 3;;8.000;9.505.000;x
5;21/11/2026;5078 - 4;;8.000,50;9.505.000;x
;Tổng cộng/Total;;11.000;1.508.000;;
Số dư cuối kỳ;;;;9.497.000;
"""
ENGLISH = """Account 0011012345678
"Posting Date","Description","Amount","Balance"
"2026-11-20","le phi","8,000","1,000,000"
"2026-11-20","le phi","8,000","1,008,000"
"20/11/2026 10:30","tra lai","-5,000","1,003,000"
"""


@pytest.fixture
def unit(system_scope):
    return commune_make()


def written(tmp_path, text, name="sao-ke.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_a_vietnamese_statement_is_read_with_its_head_and_foot(tmp_path):
    rows, report = services.statement_read(written(tmp_path, VIETNAMESE))
    assert [(row.bank_reference, row.amount_vnd) for row in rows] == [
        ("5078-1", 1_500_000), ("5078-2", -11_000), ("5078-2/2", 8_000),
    ]  # fmt: skip
    assert rows[0].booked_at == datetime(2026, 11, 20, 2, 0, 15, tzinfo=UTC)
    assert [(one.row, one.column) for one in report.refused] == [
        (9, "booked_at"), (10, "amount_vnd"),
    ]  # fmt: skip


def test_an_english_one_without_numbers_is_read_the_same_each_time(tmp_path):
    path = written(tmp_path, ENGLISH)
    rows, report = services.statement_read(path)
    assert not report.refused
    assert [row.amount_vnd for row in rows] == [8_000, 8_000, -5_000]
    assert len({row.bank_reference for row in rows}) == 3
    assert rows == services.statement_read(path)[0]


@pytest.mark.parametrize(
    ("head", "went", "came"),
    [("D/C", "D", "C"), ("Nợ/Có", "Nợ", "Có"), ("Ghi nợ/Ghi có", "D", "C"), ("Dr/Cr", "DR", "CR")],
)
def test_a_letter_beside_an_amount_says_which_way_it_went(tmp_path, head, went, came):
    text = (
        f"Ngày GD;Số CT;Số tiền;{head};Nội dung\n"
        f"20/11/2026;FT1;8.000;{went};hoan phi\n20/11/2026;FT2;5.000;{came};le phi\n"
    )
    rows, report = services.statement_read(written(tmp_path, text))
    assert not report.refused
    assert [row.amount_vnd for row in rows] == [-8_000, 5_000]


def test_a_workbook_is_read_too(tmp_path):
    columns = [Column(name, ColumnKind.TEXT) for name in ("Ngày GD", "Mã GD", "Diễn giải")]
    columns.append(Column("Số tiền ghi có", ColumnKind.INTEGER))
    path = tmp_path / "sao-ke.xlsx"
    path.write_bytes(table_xlsx("Sao kê", columns, [["20/11/2026", "FT1", "le phi", 8_000]]))
    rows, _report = services.statement_read(path)
    assert [(row.bank_reference, row.amount_vnd, row.text) for row in rows] == [
        ("FT1", 8_000, "le phi")
    ]


def test_a_file_that_names_no_columns_is_refused_in_plain_words(tmp_path):
    with pytest.raises(Invalid, match="No row names the columns"):
        services.statement_read(written(tmp_path, "a;b;c\n1;2;3\n"))
    assert header_find([["Số tiền", "Ngày"]]) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [("8000", 8_000), ("8.000", 8_000), ("1,508,000.00", 1_508_000), ("1.508.000,00", 1_508_000),
     ("+8.000 VND", 8_000), ("(8.000)", -8_000), ("-8000", -8_000), ("8 000 ₫", 8_000)],
)  # fmt: skip
def test_amounts_are_understood(text, amount):
    assert amount_read(text) == amount


@pytest.mark.parametrize("text", ["", "8,5", "8.00.0", "abc", "1.2345", "8000.50", "١٢"])
def test_what_is_no_whole_amount_is_not(text):
    with pytest.raises(ValueError, match=r".*"):
        amount_read(text)


def test_days_stand_before_months():
    assert instant_read("03/11/2026 07:05").month == 11
    assert instant_read("07:05:09 03-11-2026").day == 3


def test_the_same_file_twice_pays_once_and_another_amount_under_a_number_is_named(unit, tmp_path):
    order = order_make(unit, amount_vnd=1_500_000)
    path = written(tmp_path, VIETNAMESE.format(one=order.code))
    rows, _report = services.statement_read(path)
    assert services.statement_import(unit_id=unit.id, rows=rows) == {
        "new": 3, "known": 0, "matched": 1, "unmatched": 1,
    }  # fmt: skip
    assert services.statement_import(unit_id=unit.id, rows=rows) == {
        "new": 0, "known": 3, "matched": 0, "unmatched": 0,
    }  # fmt: skip
    changed = [services.StatementRow("5078-1", rows[0].booked_at, 1_600_000, rows[0].text)]
    for _again in range(2):
        services.statement_import(unit_id=unit.id, rows=changed)
    kinds = sorted((one.kind.value, one.there_vnd) for one in mismatches())
    assert kinds == [("amount", 1_600_000), ("there_not_here", 8_000)]


def test_banks_of_two_communes_may_number_alike(unit):
    at, elsewhere = datetime(2026, 11, 20, tzinfo=UTC), commune_make()
    orders = [order_make(unit), order_make(elsewhere)]
    for place, order in zip((unit, elsewhere), orders, strict=True):
        rows = [
            services.StatementRow("1", at, 8_000, order.code),
            services.StatementRow("2", at, 5_000, "le phi"),
        ]
        services.statement_import(unit_id=place.id, rows=rows)
    assert {queries.order_get(order.code).state.value for order in orders} == {"paid"}
    assert sum(LedgerEntry.objects.values_list("amount_vnd", flat=True)) == 26_000
    finance = actor_make(role=Role.FINANCE, unit=elsewhere)
    theirs = Mismatch.objects.get(unit_id=elsewhere.id)
    services.mismatch_resolve(actor=finance, mismatch_id=theirs.pk, reason="Đã chuyển trả lại")
    assert LedgerEntry.objects.get(kind="cleared").unit_id == elsewhere.id


def test_money_that_named_nothing_is_booked_on_its_payment_by_a_person(unit):
    finance = actor_make(role=Role.FINANCE, unit=unit)
    order, other = order_make(unit), order_make(unit, amount_vnd=9_000)
    foreign = order_make(commune_make())
    at = datetime(2026, 11, 20, tzinfo=UTC)
    services.statement_import(
        unit_id=unit.id, rows=[services.StatementRow("FT7", at, 8_000, "BA NAM nop tien")]
    )
    row = Mismatch.objects.get()
    found = mismatch_get(row.pk)
    assert statement_text(found) == "BA NAM nop tien"
    assert services.mismatch_bookable(found)

    def book(code, who=finance):
        services.mismatch_book(actor=who, mismatch_id=row.pk, order_code=code)

    for code, words in (
        (other.code, "another amount"), (foreign.code, "no such payment"), ("MC", "no such"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=words):
            book(code)
    with pytest.raises(Refused):
        book(order.code, actor_make(role=Role.COUNTER, unit=unit))
    book(order.code.lower())
    paid = queries.order_get(order.code)
    assert (paid.state.value, paid.receipt.amount_vnd) == ("paid", 8_000)
    assert sum(LedgerEntry.objects.values_list("amount_vnd", flat=True)) == 8_000
    assert mismatch_get(row.pk).resolved_by == finance.account_id
    with pytest.raises(Refused):
        book(order.code)
    with pytest.raises(NotFound):
        services.mismatch_book(actor=finance, mismatch_id=0, order_code=order.code)

"""The register book to print and to keep: PDF/A and a workbook without formulas."""

from __future__ import annotations

import io

import openpyxl
import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, dossier_accepted
from tests.builders.identity import client_for

from motcua.dossiers.queries import book
from motcua.dossiers.types import PartyInput
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/register/"
NAME = '=HYPERLINK("x")'


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        dossier_accepted(commune)
        return dossier_accepted(
            commune, parties=(PartyInput(name=NAME, address="Tổ 5", phone="0912 345 678"),)
        )


def fetch(commune, kind, **query):
    with at(2):
        return client_for(commune.counter).get(f"{URL}{kind}/", query)


def test_the_pdf_has_the_columns_of_the_circular(commune, code):
    answer = fetch(commune, "pdf")
    printed = pdf_text(answer.content)
    for line in (
        "SỔ THEO DÕI HỒ SƠ",
        "Quyển số: 2026 – từ ngày 01/9/2026 đến ngày 10/9/2026",
        "Cơ quan giải",
        "Sổ có 2 hồ sơ",
        "HYPERLINK",
        "0912 345",
    ):
        assert line in printed
    assert "no-store" in answer["Cache-Control"]


def test_no_cell_of_the_workbook_is_a_formula(commune, code):
    book_ = openpyxl.load_workbook(io.BytesIO(fetch(commune, "xlsx").content))
    rows = list(book_.active.iter_rows(min_row=4, max_row=5))
    assert [row[0].value for row in rows] == [1, 2]
    assert rows[1][1].value == code
    assert (rows[1][4].value, rows[1][4].data_type) == (NAME, "s")
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}


def test_a_period_that_is_too_long_is_said_and_nonsense_is_not_found(commune, code, monkeypatch):
    monkeypatch.setattr(book, "FILE_MOST", 1)
    assert fetch(commune, "pdf").status_code == 302
    assert fetch(commune, "docx").status_code == 404
    assert fetch(commune, "pdf", **{"from": "x", "to": "y"}).status_code == 400

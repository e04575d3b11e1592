"""The register as PDF/A and as a workbook without formulas, as the page shows it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from tests.builders.documents import pdf_text
from tests.builders.identity import client_for
from tests.builders.quality import acted, kept_make, reported

from motcua.quality.queries import register

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/nonconformities/file/"


def test_both_tell_the_same_and_no_cell_is_a_formula():
    kept = kept_make()
    code = reported(kept, happened='=HYPERLINK("x")')
    acted(kept, code)
    client = client_for(kept.officer)
    printed = pdf_text(client.get(f"{URL}pdf/").content)
    for words in ("SỔ THEO DÕI SỰ KHÔNG PHÙ HỢP", "HYPERLINK", "Mẫu", "Tổng số 1"):
        assert words in printed
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{URL}xlsx/").content))
    (row,) = book.active.iter_rows(min_row=4, max_row=4)
    assert row[0].value == code
    assert (row[8].value, row[8].data_type) == ('=HYPERLINK("x")', "s")


def test_filters_hold_nonsense_is_not_found_and_too_many_are_told(monkeypatch):
    kept = kept_make()
    reported(kept)
    client = client_for(kept.officer)
    closed = pdf_text(client.get(f"{URL}pdf/", {"state": "closed"}).content)
    assert "Tổng số 0" in closed
    assert client.get(f"{URL}docx/").status_code == 404
    monkeypatch.setattr(register, "FILE_MOST", 0)
    assert client.get(f"{URL}xlsx/").status_code == 302

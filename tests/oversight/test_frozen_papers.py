"""The files of a frozen report say what its page and the live report say."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.types import ColumnKind, Sheet
from motcua.indicators.types import Period
from motcua.office.frozen_reports import cell_words
from motcua.oversight.frozen import papers
from motcua.oversight.frozen.types import Standing, State

KEPT = SimpleNamespace(code="05528-online-2026-09-v1", version=1, reason="", to_name="", digest="")
HALF = Fraction(1, 800)  # 0.125 %: written as 0.13 everywhere, or as 0.12 by a careless float


@pytest.fixture
def sheet() -> Sheet:
    columns = REPORTS["online"].sheet_columns
    return Sheet(
        report="online", unit_id=1, unit_code="05528", unit_name="", parent_name="",
        period=Period(date(2026, 9, 1), date(2026, 9, 30)),
        cut_off=datetime(2026, 9, 30, 16, tzinfo=UTC),
        columns=columns, lines=(),
        totals=tuple(HALF if one.kind is ColumnKind.SHARE else 800 for one in columns),
    )  # fmt: skip


def test_a_share_is_one_number_on_page_paper_and_workbook(sheet, settings):
    settings.DEFAULT_LANGUAGE = "en"
    assert papers._text(HALF) == "0,13 %"
    assert cell_words(HALF, ColumnKind.SHARE).startswith(("0.13", "0,13"))
    book = load_workbook(io.BytesIO(papers.report_xlsx(sheet, KEPT, Standing(State.DRAFTED, 1))))
    told = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert 0.13 in told or Decimal("0.13") in told
    assert any(str(one).endswith("(%)") for one in told)


def test_a_form_that_nobody_has_compared_says_so_on_what_is_sent(sheet):
    assert any("unseen" not in one and "official form" in one for one in papers._notes(sheet))

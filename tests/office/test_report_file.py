"""Official reports as files in four formats; II.06a keeps its own."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for
from tests.documents.test_form_pdf import squeezed, texts_of

from motcua.indicators.models import Proof, Reading
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.files import sheet_file
from motcua.indicators.reports.makers import ready
from motcua.indicators.reports.sheets import report_sheet
from motcua.indicators.reports.types import SheetLine
from motcua.indicators.types import Period
from motcua.kernel import clock

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = {"from": "2026-09-10", "to": "2026-09-10"}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture(autouse=True)
def _read_up(monkeypatch):
    """Let nothing wait to be read.

    Whether events of a test's own transaction count as finished is the server's whim: it depends on
    what ends beside it. What waits is tried in tests/indicators/test_reports_indexed.py.
    """
    monkeypatch.setattr(ready, "dossiers_after", lambda place, limit: (place, (), 0))


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_accepted(made)
    return made


def get(commune, kind, key="ii06a", **query):
    with at(1):
        return client_for(commune.leader).get(f"/office/reports/{key}/{kind}/", query)


def test_json_names_the_columns_of_the_form(commune):
    plain = json.loads(get(commune, "json", **DAY).content)
    assert plain["unit"]["code"] == commune.unit.code
    assert plain["total"]["3"] == plain["total"]["11"] == 1
    assert plain["good"]


def test_csv_and_xlsx_hold_the_same_rows(commune):
    csv = get(commune, "csv", **DAY)
    assert csv["Content-Type"].startswith("text/csv")
    last = csv.content.decode("utf-8-sig").splitlines()[-1]
    assert last == ",Total,1,0,1,0,0,0,0,0,1,1,0"
    book = openpyxl.load_workbook(io.BytesIO(get(commune, "xlsx", **DAY).content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [None, "Total", 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0] in rows


def test_pdf_is_the_official_form(commune):
    answer = get(commune, "pdf", **DAY)
    assert answer.content.startswith(b"%PDF")
    assert f"II.06a_{commune.unit.code}_2026-09-10_2026-09-10.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize("key", ["ii06a", "online"])
def test_the_paper_names_the_place_where_it_is_signed(commune, key):
    text = squeezed("".join(texts_of(get(commune, "pdf", key, **DAY).content)))
    assert squeezed(f"{commune.unit.name}, ngày 10 tháng 9 năm 2026") in text


def test_other_formats_periods_and_units_do_not_exist(commune):
    assert get(commune, "doc", **DAY).status_code == 404
    assert get(commune, "csv", **{"from": "2026-09-31", "to": "x"}).status_code == 400
    wrong = get(commune, "csv", **{"from": "2026-09-10", "to": "2026-09-01"}).content.decode()
    assert "The last day lies before the first day." in wrong
    assert "Go to my first page" in wrong
    other = commune_at_work(name="Phong Quang")
    assert get(commune, "csv", unit=other.unit.code, **DAY).status_code == 404


def test_days_and_instant_are_real_dates_in_the_workbook(commune):
    for key in ("ii06a", "lateness"):
        book = openpyxl.load_workbook(io.BytesIO(get(commune, "xlsx", key, **DAY).content))
        facts = {row[1].value: row[2].value for row in book.active.iter_rows()}
        assert facts["From"] == facts["To"] == datetime(2026, 9, 10)  # noqa: DTZ001 - a cell
        assert facts["Last instant counted"].date() == date(2026, 9, 10)


@pytest.mark.parametrize("key", ["vpcp06", "ii07b", "lateness", "online", "digitisation"])
def test_every_report_has_its_four_files_with_the_page_s_numbers(commune, key):
    with at(1):
        sheet = report_sheet(key, commune.unit.id, Period(date(2026, 9, 10), date(2026, 9, 10)))
    plain = json.loads(get(commune, "json", key, **DAY).content)
    assert plain["good"] is True
    assert list(plain["total"].values()) == list(sheet.totals)
    csv = get(commune, "csv", key, **DAY).content.decode("utf-8-sig").splitlines()
    assert csv[-1].split(",")[:2] == ["", "Total"]
    assert len(csv) == len(sheet.lines) + 2
    book = openpyxl.load_workbook(io.BytesIO(get(commune, "xlsx", key, **DAY).content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [None, "Total", *sheet.totals] in [row[: len(sheet.totals) + 2] for row in rows]
    assert any("To be verified" in str(row[0]) for row in rows)
    answer = get(commune, "pdf", key, **DAY)
    assert answer.content.startswith(b"%PDF")
    symbol = REPORTS[key].symbol.replace("/", "-")
    assert (
        f'"{symbol}_{commune.unit.code}_2026-09-10_2026-09-10.pdf"'
        in (answer["Content-Disposition"])
    )


def test_a_name_that_looks_like_a_formula_stays_a_name(commune):
    sheet = SheetLine("x", "x", "=HYPERLINK(1)", None, (0,) * 14)
    whole = report_sheet_like(commune, sheet)
    csv = sheet_file(whole, "csv").decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in csv
    book = openpyxl.load_workbook(io.BytesIO(sheet_file(whole, "xlsx")))
    [cell] = [one for row in book.active.iter_rows() for one in row if one.value == "=HYPERLINK(1)"]
    assert cell.data_type == "s"


def report_sheet_like(commune, line):
    with at(1):
        day = date(2026, 9, 10)
        return replace(report_sheet("online", commune.unit.id, Period(day, day)), lines=(line,))


def test_shares_are_numbers_of_per_cent_and_unknown_cells_stay_empty(commune):
    cells = (*(3,) * 7, Fraction(2, 3), 1, 0, 0, 0, None, 0)
    whole = report_sheet_like(commune, SheetLine("x", "x", "Xã", None, cells))
    book = openpyxl.load_workbook(io.BytesIO(sheet_file(whole, "xlsx")))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [1, "Xã", *(3,) * 7, 66.67, 1, 0, 0, 0, None, 0] in rows
    assert sheet_file(whole, "pdf").startswith(b"%PDF")


def test_no_file_while_no_number_can_be_shown(commune):
    Reading.objects.update(problem="H98.1")
    answer = get(commune, "csv", "online", **DAY)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/office/reports/online/?")


@pytest.mark.parametrize("key", ["ii06a", "vpcp06"])
def test_figures_that_are_not_what_was_sealed_leave_as_no_file(commune, key):
    assert get(commune, "csv", key, **DAY).status_code == 200
    with at(1):
        Proof.objects.create(name="figures", broken_at=clock.now())
    answer = get(commune, "csv", key, **DAY)
    assert answer.status_code == 302
    assert answer.url.startswith(f"/office/reports/{key}/?")

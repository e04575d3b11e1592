"""Form II.06a as a file in four formats."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = {"from": "2026-09-10", "to": "2026-09-10"}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_accepted(made)
    return made


def get(commune, kind, **query):
    with at(1):
        return client_for(commune.leader).get(f"/office/reports/ii06a/{kind}/", query)


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


def test_other_formats_periods_and_units_do_not_exist(commune):
    assert get(commune, "doc", **DAY).status_code == 404
    assert get(commune, "csv", **{"from": "2026-09-31", "to": "x"}).status_code == 404
    other = commune_at_work(name="Phong Quang")
    assert get(commune, "csv", unit=other.unit.code, **DAY).status_code == 404

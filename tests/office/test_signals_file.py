"""The standings as a file: every unit and signal, no person."""

from __future__ import annotations

import csv
import io

import pytest
from tests.builders.identity import client_for
from tests.builders.signals import NOW, suspect_make

from motcua.kernel import clock

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]


@pytest.fixture
def found():
    with clock.clock_set(NOW):
        yield suspect_make()


def test_the_file_has_a_line_per_signal_and_unit(found):
    asked = {"month": "2026-09", "months": "1"}
    answer = client_for(found.inspector).get("/office/signals/file/csv/", asked)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 13
    stands = [row for row in rows[1:] if row[7] == "yes"]
    assert [row[2] for row in stands] == [found.unit.code]
    assert stands[0][3:5] == ["18", "60"]
    assert "signals_19_2026-09_2026-09.csv" in answer["Content-Disposition"]


def test_the_workbook_opens_and_anything_else_is_not_there(found):
    client = client_for(found.inspector)
    assert client.get("/office/signals/file/xlsx/").content.startswith(b"PK")
    assert client.get("/office/signals/file/pdf/").status_code == 404
    assert client.get("/office/signals/file/csv/", {"month": "never"}).status_code == 400
    assert client.get("/office/signals/file/csv/", {"unit": "nowhere"}).status_code == 404

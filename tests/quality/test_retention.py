"""How long records are kept: the procedure's own class, an office's table, the one that comes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from tests.builders.procedures import version_make

from motcua.procedures.services.columns import RECORD_PARTS, CellError
from motcua.quality.retention import RecordKind, record_retention, retention_table

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = date(2026, 9, 10)
HEAD = "record,valid_from,valid_to,years,basis,to_verify"
READ = {name: read for name, _columns, read in RECORD_PARTS}


@pytest.fixture
def table(tmp_path, settings):
    """Return a function that gives the office its own table."""

    def write(*rows: str) -> Path:
        path = tmp_path / f"retention-{len(list(tmp_path.iterdir()))}.csv"
        path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
        settings.RETENTION_FILE = str(path)
        return path

    return write


def test_every_number_that_comes_along_waits_to_be_confirmed():
    rows = retention_table("")
    assert {one.record for one in rows} == set(RecordKind)
    assert all(one.to_verify and "33/2024/QH15" in one.basis for one in rows)
    version = version_make()
    for kind in RecordKind:
        found = record_retention(kind, version, DAY)
        assert found is not None
        assert found.to_verify
        assert record_retention(kind, version, date(2025, 6, 30)) is None, "before the law"


def test_the_class_of_the_procedure_goes_first_but_not_for_registers():
    version = version_make(record_retention="70", record_retention_basis="Thông tư X, Điều 1")
    for kind in set(RecordKind) - {RecordKind.REGISTER}:
        found = record_retention(kind, version, DAY)
        assert (found.years, found.basis, found.to_verify) == ("70", "Thông tư X, Điều 1", False)
    assert record_retention(RecordKind.REGISTER, version, DAY).to_verify


def test_the_table_of_the_office_holds_by_its_days(table):
    version = version_make()
    table(
        "result,2025-07-01,2026-01-01,10,Quyết định 1,1",
        "result,2026-01-01,,permanent,Quyết định 2,",
    )
    old, new = (
        record_retention(RecordKind.RESULT, version, day) for day in (date(2025, 12, 31), DAY)
    )
    assert (old.years, old.to_verify, new.years, new.to_verify) == ("10", True, "permanent", False)
    assert record_retention(RecordKind.FORM, version, DAY) is None, "nothing is made up"


@pytest.mark.parametrize(
    "row",
    [
        "picture,2025-07-01,,10,Quyết định 1,",
        "result,2025-07-32,,10,Quyết định 1,",
        "result,2025-07-01,,0,Quyết định 1,",
        "result,2025-07-01,,ten,Quyết định 1,",
        "result,2025-07-01,,10,,",
        "result,2025-07-01,,10,Quyết định 1,perhaps",
        "result,2025-07-01",
    ],
)
def test_a_wrong_table_never_becomes_a_default(table, row):
    table(row)
    with pytest.raises(ImproperlyConfigured, match="line 2"):
        record_retention(RecordKind.RESULT, version_make(), DAY)


def test_a_table_that_is_not_there_is_told(settings):
    settings.RETENTION_FILE = "/nowhere/retention.csv"
    with pytest.raises(ImproperlyConfigured, match="nowhere"):
        record_retention(RecordKind.RESULT, version_make(), DAY)


def test_the_class_is_read_from_a_catalogue_with_its_article():
    told = {"record_retention": "permanent", "record_retention_basis": "Điều 1"}
    assert READ["record_retention"](told) == "permanent"
    assert READ["record_retention"]({}) == ""
    for years in ("0", "101", "ten", "1.5"):
        with pytest.raises(CellError):
            READ["record_retention"]({**told, "record_retention": years})
    with pytest.raises(CellError):
        READ["record_retention"]({"record_retention": "10"})

"""The register as files."""

from __future__ import annotations

import io

import openpyxl
import pytest
from tests.builders.certified import batch_certified
from tests.builders.documents import pdf_text
from tests.builders.identity import client_for
from tests.office.certified import HOME, certifying

from motcua.certification import queries
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]


def file_of(actor, kind, **query):
    return client_for(actor).get(f"{HOME}register/file/{kind}/", query)


def test_pdf_and_xlsx_hold_every_line_and_the_reading_is_recorded(certifying):
    with scope_use(SYSTEM):
        batch_certified(certifying)
    text = pdf_text(file_of(certifying.leader, "pdf").content)
    assert "Giấy khai sinh" in text.replace("\n", " ")
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(certifying.leader, "xlsx").content)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert [(row[0], row[8], row[9]) for row in rows] == [
        (1, 3, 12_000),
        (2, 2, 14_000),
        (3, 1, 2_000),
    ]
    with scope_use(SYSTEM):
        assert AccessRecord.objects.filter(purpose="register of certified copies").count() == 2


def test_wrong_files_and_too_long_periods(certifying, monkeypatch):
    assert file_of(certifying.leader, "odd").status_code == 404
    assert file_of(certifying.leader, "pdf", **{"from": "x", "to": "y"}).status_code == 400
    with scope_use(SYSTEM):
        batch_certified(certifying)
    monkeypatch.setattr(queries, "FILE_MOST", 2)
    assert file_of(certifying.leader, "pdf")["Location"].startswith(HOME + "register/")

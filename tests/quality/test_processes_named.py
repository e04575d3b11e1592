"""Processes stand in the registers, on screen and on paper, by what they are called."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.builders.documents import pdf_text
from tests.builders.identity import client_for
from tests.builders.quality import kept_make, plan_make, reported

from motcua.quality.papers import COLUMNS
from motcua.quality.queries import processes
from motcua.quality.queries.processes import process_names, processes_named
from motcua.quality.services.audits import audit_plan
from motcua.workflow.queries import process_versions
from motcua.workflow.services import processes_ship

pytestmark = pytest.mark.usefixtures("system_scope")
LIST, FILE = "/office/nonconformities/", "/office/nonconformities/file/xlsx/"


@pytest.fixture
def kept():
    processes_ship(at=datetime(2025, 7, 1, tzinfo=UTC))
    return kept_make()


def name_of(kept, key):
    with override("vi"):
        return next(str(one.name) for one in process_versions(kept.keeper, key=key))


def test_the_register_names_a_process_on_the_page_and_in_the_file(kept):
    reported(kept, process="standard")
    name = name_of(kept, "standard")
    assert name != "standard"
    client = client_for(kept.officer)
    page = client.get(LIST).content.decode()
    assert f"· {name}" in page
    assert "· standard" not in page
    client.cookies["motcua_language"] = "en"  # the paper is Vietnamese all the same
    book = openpyxl.load_workbook(io.BytesIO(client.get(FILE).content))
    (row,) = book.active.iter_rows(min_row=4, max_row=4)
    place = [one.title for one in COLUMNS].index("Quy trình")
    assert row[place].value == name


def test_an_audit_names_what_is_audited(kept):
    plan = plan_make(kept, processes=("standard", "with_opinion"))
    audit_id = audit_plan(actor=kept.keeper, plan=plan)
    client = client_for(kept.keeper)
    page = client.get(f"/office/audits/{audit_id}/").content.decode()
    assert f"{name_of(kept, 'standard')}, {name_of(kept, 'with_opinion')}" in page
    printed = " ".join(pdf_text(client.get(f"/office/audits/{audit_id}/report/").content).split())
    assert f"Quy trình {name_of(kept, 'standard')}" in printed
    assert "Quy trình standard" not in printed


def test_two_of_one_name_keep_their_keys_and_what_is_out_of_sight_its_own(kept, monkeypatch):
    seen = [SimpleNamespace(key=key, name="Cấp lại") for key in ("one", "two", "one")]
    seen.append(SimpleNamespace(key="three", name="Cấp mới"))
    monkeypatch.setattr(processes, "process_versions", lambda _actor: seen)
    names = processes_named(kept.keeper)
    assert names == {"one": "Cấp lại (one)", "two": "Cấp lại (two)", "three": "Cấp mới"}
    assert process_names(kept.keeper, ["gone", "", "three"]) == {"gone": "gone", "three": "Cấp mới"}


def test_nothing_is_asked_where_no_process_is_named(kept):
    with CaptureQueriesContext(connection) as asked:
        assert process_names(kept.keeper, ["", ""]) == {}
    assert len(asked) == 0

"""The table of a comparison as a file."""

from __future__ import annotations

import csv
import io

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_at
from tests.builders.identity import client_for

from motcua.indicators.services import cases_follow
from motcua.workflow.types import Act

pytestmark = [pytest.mark.usefixtures("english", "system_scope")]
URL = "/office/compare/file/"


@pytest.fixture
def commune():
    """A commune beside another one of its province."""
    with at():
        made = commune_at_work()
        dossier_at(made, Act.RETURN)
        commune_at_work(name="Phong Quang")
    with at(2):
        cases_follow()
    return made


def file_of(actor, kind, **query):
    with at(3):
        return client_for(actor).get(f"{URL}{kind}/", query)


def test_the_file_holds_the_table_with_those_without_a_place(commune):
    answer = file_of(commune.leader, "csv", measure="in-time")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:6] == ["Place", "Code", "Unit", "Share", "Counted", "Of"]
    by_code = {row[1]: row for row in rows[1:]}
    assert len(by_code) == 2
    own = by_code[commune.unit.code]
    assert (own[0], own[4], own[5]) == ("", "1", "1"), "one of one is too few for a place"
    assert "compare_19_in-time_2026-07-01" in answer["Content-Disposition"]
    assert file_of(commune.leader, "xlsx").content[:2] == b"PK"


def test_what_is_no_file_is_not_found(commune):
    assert file_of(commune.leader, "pdf").status_code == 404
    assert file_of(commune.leader, "csv", measure="nonsense").status_code == 404
    backwards = {"from": "2026-09-02", "to": "2026-09-01"}
    assert file_of(commune.leader, "csv", **backwards).status_code == 400
    assert file_of(commune.leader, "csv", unit="nothing").status_code == 404
    assert file_of(commune.counter, "csv").status_code == 404

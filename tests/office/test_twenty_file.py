"""The procedures that matter as a file: every procedure; no other kind, no senseless period."""

from __future__ import annotations

import csv
import io

import pytest
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for

from motcua.kernel import clock

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
PAGE = "/office/twenty/"


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_accepted(made)
    return made


def page_of(actor, path, **query):
    with at(1):
        answer = client_for(actor).get(path, query)
    return answer, answer.content.decode(errors="replace")


def test_files_hold_every_procedure_and_another_kind_does_not_exist(commune):
    answer, text = page_of(commune.leader, f"{PAGE}csv/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")
    assert commune.offering.code in text
    (line,) = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    assert (line["Unit"], line["Code"]) == (commune.unit.full_name, commune.unit.code)
    assert (line["First day"], line["Last day"]) == ("2026-09-01", "2026-09-10")
    assert line["Figures as of"].startswith(str(clock.local(MORNING).date()))
    assert page_of(commune.leader, f"{PAGE}xlsx/")[0].status_code == 200
    assert page_of(commune.leader, f"{PAGE}pdf/")[0].status_code == 404
    assert page_of(commune.leader, f"{PAGE}csv/", **{"from": "x", "to": "y"})[0].status_code == 400

"""Expected arrivals as a file: weeks and days of the unit and its procedures; no other kind."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from tests.builders.arrivals import history_told
from tests.builders.dossiers import MORNING, at, commune_at_work
from tests.builders.identity import client_for

from motcua.kernel import clock
from motcua.procedures.queries import procedure_ids
from motcua.ui import formats

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
PAGE = "/office/forecast/"


@pytest.fixture
def busy():
    with at():
        made = commune_at_work()
        procedure = procedure_ids([made.offering.code])[made.offering.code]
        history_told(made.centre.id, procedure, clock.local(MORNING).date() - timedelta(days=1))
    return made


def page_of(actor, path, **query):
    with at():
        answer = client_for(actor).get(path, query)
    return answer, answer.content.decode(errors="replace")


def test_the_file_has_weeks_and_days_of_the_unit_and_its_procedures(busy):
    answer, text = page_of(busy.leader, f"{PAGE}csv/")
    assert answer["Content-Type"].startswith("text/csv")
    lines = text.strip().splitlines()[1:]
    assert sum(",week," in line for line in lines) == 8
    assert sum(",day," in line for line in lines) == 40
    yesterday = clock.local(MORNING).date() - timedelta(days=1)
    whose = f",{busy.unit.full_name},{busy.unit.code},{yesterday}"
    assert all(line.endswith(whose) for line in lines)
    book, _text = page_of(busy.leader, f"{PAGE}xlsx/")
    strings = zipfile.ZipFile(io.BytesIO(book.content)).read("xl/sharedStrings.xml").decode()
    assert f"Figures as of {formats.day_full(yesterday)}." in strings
    assert page_of(busy.leader, f"{PAGE}pdf/")[0].status_code == 404

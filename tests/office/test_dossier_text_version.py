"""An older version of a text: against the newest, on paper, brought back."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_text
from tests.office.drafting import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def at(code, number):
    return f"/office/dossiers/{code}/text/{number}/"


def test_it_is_compared_and_brought_back(bench):
    code = bench.begun()
    bench.saved(code, body="Hai")
    shown = page(bench.drafts, at(code, 1))
    assert "What is different in version 2" in shown
    assert "Bring this version back" in shown
    assert "Bring this version back" not in page(bench.approves, at(code, 1))
    answer = bench.drafts.post(
        f"/office/dossiers/{code}/text/", {"do": "restore", "number": "1", "version": "2"}
    )
    assert answer.status_code == 302
    texts = bench.desk(code).texts
    assert [one.number for one in texts] == [3, 2, 1]
    assert texts[0].wording == texts[2].wording


def test_it_is_printed_as_a_preview(bench):
    code = bench.begun()
    answer = bench.drafts.get(at(code, 1), {"preview": "1"})
    assert "NGUYỄN VĂN MẪU" in pdf_text(answer.content)
    assert "no-store" in answer["Cache-Control"]


def test_what_is_not_there_or_lies_elsewhere_answers_alike(bench):
    code = bench.begun()
    assert bench.drafts.get(at(code, 9)).status_code == 404
    assert bench.stranger.get(at(code, 1)).status_code == 404

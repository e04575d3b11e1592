"""The clauses on paper: one for each copy that is certified."""

from __future__ import annotations

import pytest
from tests.builders.certified import CARD, DIPLOMA, batch_certified, batch_taken, certifying_commune
from tests.builders.documents import pdf_text
from tests.builders.identity import client_for
from tests.office.certified import HOME, certifying

from motcua.certification import papers
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]


def sheet(actor, code, **query):
    return client_for(actor).get(f"{HOME}batches/{code}/sheet/", query)


@pytest.mark.parametrize("layout", ["", "pages"])
def test_each_copy_has_its_clause(certifying, layout):
    with scope_use(SYSTEM):
        code = batch_certified(certifying, DIPLOMA, CARD)
    answer = sheet(certifying.counter, code, **{"as": layout})
    assert answer["Content-Type"] == "application/pdf"
    text = pdf_text(answer.content)
    assert text.count("Số chứng thực") == DIPLOMA.copies + CARD.copies
    assert "01/2026-SCT/BS" in text


def test_many_copies_come_in_parts(certifying, monkeypatch):
    monkeypatch.setattr(papers, "LABELS_MOST", 3)
    with scope_use(SYSTEM):
        code = batch_certified(certifying, DIPLOMA, CARD)
    page = client_for(certifying.counter).get(f"{HOME}batches/{code}/").content.decode()
    assert "?part=2" in page
    text = pdf_text(sheet(certifying.counter, code, part="2").content)
    assert text.count("Số chứng thực") == 1
    assert sheet(certifying.counter, code, part="3").status_code == 404


def test_without_a_number_there_is_nothing_to_print(certifying):
    with scope_use(SYSTEM):
        code = batch_taken(certifying, CARD)
        other = certifying_commune(name="Phong Quang")
    assert sheet(certifying.counter, code).status_code == 302
    assert sheet(other.leader, code).status_code == 404

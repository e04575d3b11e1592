"""The apology is a leader's letter: cause, words, a new working day; once."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import client_for
from tests.office.acting import dossier_url, get, guarded, post, seen

from motcua.dossiers.services import lateness_explain
from motcua.dossiers.types import LateCause
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATE = 24 * 6  # the limit of three working days is over
LETTER = {"cause": "workload", "reason": "Lốc xoáy ngày 9/9", "promised_on": "2026-09-21"}


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def test_the_letter_is_sent_and_the_page_tells_the_new_date(commune, code):
    url = dossier_url(code, "apologise")
    assert url not in get(commune.leader, dossier_url(code)).content.decode()  # not yet near
    assert url in get(commune.leader, dossier_url(code), hours=LATE).content.decode()
    version = seen(code).version
    wrong = post(commune.leader, url, hours=LATE, version=version, cause="workload")
    assert wrong.status_code == 422
    page = post(commune.leader, url, hours=LATE, version=version, **LETTER).content.decode()
    assert "The apology is sent." in page
    assert "The result is promised for" in page
    assert "Far more dossiers than usual" in page
    with at(LATE):
        answer = client_for(commune.leader).get(f"/office/prints/{code}/04/")
    assert "Số: 01/PXL-UBND" in pdf_text(answer.content)
    again = post(commune.leader, url, hours=LATE, version=version + 1, **LETTER)
    assert again.status_code == 409  # the law allows it once; what was typed is kept
    assert "the law allows it once" in again.content.decode()
    opened = get(commune.leader, dossier_url(code), hours=LATE).content.decode()
    assert "Legal basis: Nghị định 118/2025/NĐ-CP." in opened, "nothing of what is to be verified"
    assert len(seen(code).papers) == 1


def test_the_cause_that_was_recorded_is_chosen_already(commune, code):
    url = dossier_url(code, "apologise")
    assert '<option value="" selected>' in get(commune.leader, url, hours=LATE).content.decode()
    with scope_use(SYSTEM), at(LATE):
        lateness_explain(actor=commune.leader, code=code, cause=LateCause.STAFF)
    page = get(commune.leader, url, hours=LATE).content.decode()
    assert '<option value="staff" selected>' in page


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "apologise"), wrong=commune.specialist)

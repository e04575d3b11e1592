"""The form as it would be issued, to be read before it is signed; nothing changes by it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import client_for
from tests.office.acting import dossier_url, get, seen, text
from tests.office.lettering import proposed

from motcua.dossiers import services
from motcua.dossiers.letter_rules import LetterAct
from motcua.dossiers.services.proposals import letter_propose
from motcua.dossiers.types import LateCause
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_head_reads_what_will_be_issued_and_nothing_changes(headed):
    code = proposed(headed)
    before = seen(code)
    answer = get(headed.director, dossier_url(code, "proposed/preview"))
    assert answer["Content-Type"] == "application/pdf"
    told = pdf_text(answer.content)
    assert "Sai thẩm quyền" in told and headed.director.name in told
    assert seen(code) == before
    assert get(headed.counter, dossier_url(code, "proposed/preview")).status_code == 404


def test_a_proposed_supplement_can_be_read_too_and_what_is_not_proposed_cannot(headed):
    with scope_use(SYSTEM), at():
        code = dossier_at(headed, Act.APPRAISE)
    url = dossier_url(code, "proposed/preview")
    assert get(headed.leader, url).status_code == 404
    with scope_use(SYSTEM), at():
        services.dossier_propose_supplement(
            actor=headed.specialist, code=code, items=["Bản vẽ"], reason="Chưa rõ"
        )
    assert "Bản vẽ" in pdf_text(get(headed.leader, url).content)
    assert seen(code).suspended_from is None


def test_an_apology_whose_promised_day_has_come_can_only_be_sent_back_and_says_so(headed):
    words = {"cause": LateCause.STAFF, "reason": "Bão", "promised_on": date(2026, 9, 21)}
    with scope_use(SYSTEM), at():
        code = dossier_at(headed, Act.APPRAISE)
    with scope_use(SYSTEM), clock.clock_set(seen(code).due_at):
        letter_propose(actor=headed.specialist, code=code, act=LetterAct.APOLOGY, words=words)
    client = client_for(headed.leader)
    with clock.clock_set(seen(code).due_at):
        page = text(client.get(dossier_url(code, "proposed")))
        assert 'value="yes"' in page and "cannot be issued any more" not in page
    with at(24 * 12):  # the 22nd
        client = client_for(headed.leader)
        answer = client.get(dossier_url(code, "proposed/preview"), follow=True)
        assert answer.redirect_chain[-1][0] == dossier_url(code, "proposed")
        page = text(answer)
        assert "cannot be issued any more" in page
        assert 'value="yes"' not in page and 'value="no"' in page

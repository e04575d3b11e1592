"""Recording the proof of payment."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.office.acting import dossier_url, get, guarded, post, seen, text

from motcua.dossiers import services
from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPRAISE)
        services.dossier_request_obligation(
            actor=commune.specialist, code=code, payer="Mẫu", notice_number="7/TB", amount_vnd=9000
        )
        return code


def test_the_notice_is_shown_and_the_proof_recorded(commune, code):
    url = dossier_url(code, "fulfil-obligation")
    assert "7/TB" in text(get(commune.counter, url))
    assert post(commune.counter, url, version=seen(code).version, proof="").status_code == 422
    post(commune.counter, url, version=seen(code).version, proof="BL 5")
    dossier = seen(code)
    assert dossier.status is Status.PROCESSING
    assert dossier.obligations[0].proof == "BL 5"


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "fulfil-obligation"), wrong=commune.clerk)

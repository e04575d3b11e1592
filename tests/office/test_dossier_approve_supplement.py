"""A leader decides on a proposed supplement."""

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
        services.dossier_propose_supplement(
            actor=commune.specialist, code=code, items=["A <b>plan</b>"], reason="missing"
        )
        return code


def test_the_proposal_is_shown_escaped_and_approved(commune, code):
    url = dossier_url(code, "approve-supplement")
    assert "A &lt;b&gt;plan&lt;/b&gt;" in text(get(commune.leader, url))
    post(commune.leader, url, version=seen(code).version, approve="yes")
    assert seen(code).status is Status.SUPPLEMENT


def test_it_can_be_rejected(commune, code):
    post(
        commune.leader,
        dossier_url(code, "approve-supplement"),
        version=seen(code).version,
        approve="no",
    )
    dossier = seen(code)
    assert dossier.status is Status.PROCESSING
    assert dossier.supplements[0].state == "rejected"


def test_no_decision_is_asked_again(commune, code):
    url = dossier_url(code, "approve-supplement")
    answer = post(commune.leader, url, version=seen(code).version)
    assert answer.status_code == 422


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "approve-supplement"), wrong=commune.specialist)

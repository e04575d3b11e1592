"""Proposing a supplement during appraisal."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.office.acting import dossier_url, guarded, post, seen, text

from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def test_a_proposal_waits_and_nothing_pauses(commune, code):
    url = dossier_url(code, "propose-supplement")
    version = seen(code).version
    post(commune.specialist, url, version=version, items="Plan", reason="missing")
    dossier = seen(code)
    assert dossier.status is Status.PROCESSING
    assert dossier.open_supplement.state == "proposed"
    again = post(commune.specialist, url, version=version, items="Plan", reason="missing")
    assert "not possible now" in text(again)
    assert len(seen(code).supplements) == 1


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "propose-supplement"), wrong=commune.clerk)

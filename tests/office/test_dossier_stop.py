"""Stopping is a leader's decision with its kind."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.office.acting import dossier_url, guarded, post, seen

from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def test_kind_reason_and_basis_are_all_asked(commune, code):
    url = dossier_url(code, "stop")
    version = seen(code).version
    assert (
        post(commune.leader, url, version=version, reason="a", legal_basis="b").status_code == 422
    )
    post(commune.leader, url, version=version, kind="final", reason="a", legal_basis="b")
    dossier = seen(code)
    assert (dossier.status, dossier.stop_kind.value) == (Status.STOPPED, "final")


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "stop"), wrong=commune.specialist)

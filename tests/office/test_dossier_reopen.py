"""Re-opening a dossier with a wrong result."""

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
        return dossier_at(commune, Act.RETURN)


def test_the_wrong_version_stays_on_record(commune, code):
    version = seen(code).version
    page = text(
        post(commune.counter, dossier_url(code, "reopen"), version=version, reason="wrong name")
    )
    dossier = seen(code)
    assert dossier.status is Status.PROCESSING
    assert dossier.results[0].withdrawn_reason == "wrong name"
    assert "Withdrawn" in page


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "reopen"), wrong=commune.clerk)

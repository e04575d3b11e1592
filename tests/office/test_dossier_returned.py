"""Work that was sent back: its reason stands on top where the receiver works, and is counted."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, work_do
from tests.office.acting import dossier_url, get, text

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_reason_is_told_until_it_was_done_again_and_returns_are_counted(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPROVE)
        work_do(code, Act.APPROVE, commune.leader, "returned", note="The plan is missing")
    page = text(get(commune.specialist, dossier_url(code)))
    assert f"Sent back by {commune.leader.name}" in page
    assert "The plan is missing" in page
    with scope_use(SYSTEM), at(1):
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    assert "Sent back by" not in text(get(commune.leader, dossier_url(code)))
    with scope_use(SYSTEM), at(2):
        work_do(code, Act.APPROVE, commune.leader, "returned", note="Still missing")
    assert "return number 2" in text(get(commune.specialist, dossier_url(code), hours=3))

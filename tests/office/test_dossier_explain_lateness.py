"""Why a dossier is late is on record, from a list; nobody outside is told."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.office.acting import dossier_url, guarded, post, seen

from motcua.dossiers.types import LateCause
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATE = 24 * 6


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def test_the_cause_is_recorded_once_it_is_late(commune, code):
    url, version = dossier_url(code, "explain-lateness"), seen(code).version
    early = post(commune.specialist, url, version=version, cause="staff").content.decode()
    assert "not possible now" in early or "not possible any more" in early
    page = post(commune.specialist, url, hours=LATE, version=version, cause="staff")
    assert "The cause is on record." in page.content.decode()
    dossier = seen(code)
    assert dossier.late_cause is LateCause.STAFF
    assert (dossier.promised_at, dossier.papers) == (None, ())


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "explain-lateness"), wrong=commune.counter)

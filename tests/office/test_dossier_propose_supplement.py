"""Proposing a supplement during appraisal."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import actor_make
from tests.office.acting import dossier_url, guarded, post, seen, text

from motcua.dossiers.types import Status
from motcua.identity.types import Role
from motcua.identity.words import role_name
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
    assert again.status_code == 409
    assert len(seen(code).supplements) == 1


def test_a_second_window_keeps_the_words_and_tells_who_did_what_since(commune, code):
    url = dossier_url(code, "propose-supplement")
    version = seen(code).version
    post(commune.specialist, url, version=version, items="Plan", reason="missing")
    typed = {"items": "Map <b>\nDeed", "reason": "My long words", "legal_basis": ""}
    answer = post(commune.specialist, url, version=version, seen=version, **typed)
    page = text(answer)
    assert answer.status_code == 409
    assert "not possible any more" in page
    assert "Map &lt;b&gt;\nDeed" in page
    assert "My long words" in page
    since = page[page.index("Since you opened this page") : page.index("What you wrote")]
    assert "Supplement proposed" in since
    assert "Accepted" not in since  # that was known before
    assert role_name(Role.SPECIALIST) in since
    assert "changed the dossier yourself" in page


def test_somebody_elses_change_is_told_with_name_and_hour(commune, code):
    url = dossier_url(code, "propose-supplement")
    version = seen(code).version
    with scope_use(SYSTEM):
        colleague = actor_make(role=Role.SPECIALIST, unit=commune.office)
    post(colleague, url, version=version, items="Plan", reason="missing")
    answer = post(commune.specialist, url, version=version, seen=version, items="Map", reason="x")
    page = text(answer)
    assert "changed since you opened" in page
    assert "changed the dossier yourself" not in page
    since = page[page.index("Since you opened this page") : page.index("What you wrote")]
    assert "2026-09-10T11:00:00+07:00" in since
    assert colleague.name in since


def test_a_repeated_press_with_nothing_typed_shows_the_dossier(commune, code):
    url = dossier_url(code, "propose-supplement")
    version = seen(code).version
    post(commune.specialist, url, version=version, items="Plan", reason="missing")
    assert "not possible now" in text(post(commune.specialist, url, version=version))


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "propose-supplement"), wrong=commune.clerk)

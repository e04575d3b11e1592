"""Recording that a supplement has come."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.office.acting import dossier_url, events, get, guarded, post, seen, text

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
        services.dossier_approve_supplement(actor=commune.leader, code=code)
        return code


def test_the_clock_runs_on_once(commune, code):
    url = dossier_url(code, "receive-supplement")
    version = seen(code).version
    page = text(post(commune.counter, url, version=version, hours=30))
    assert "The supplement is recorded" in page
    dossier = seen(code)
    assert dossier.status is Status.PROCESSING
    assert dossier.suspended_from is None
    post(commune.counter, url, version=version, hours=30)
    assert events(code).count("supplement_received") == 1


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "receive-supplement"), wrong=commune.clerk)


def test_the_papers_it_brought_are_written(commune, code):
    url = dossier_url(code, "receive-supplement")
    paper = seen(code).components[0]
    page = text(get(commune.counter, url, hours=30))
    assert "There already: originals 1" in page
    typed = {f"c{paper.component_id}-copies": "2"}
    post(commune.counter, url, version=seen(code).version, hours=30, **typed)
    now = seen(code)
    assert now.status is Status.PROCESSING
    assert (now.components[0].originals, now.components[0].copies) == (1, 2)
    assert events(code)[-2:] == ["document_added", "supplement_received"]

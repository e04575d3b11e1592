"""Form 06: one line per hand-over, with who gave, who received and how it stood."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered
from tests.builders.identity import client_for

from motcua.dossiers.queries import dossier_get
from motcua.office.counter.printing import around_of
from motcua.office.counter.prints import form06
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def test_the_sheet_tells_every_hop(commune):
    code = dossier_at(commune, Act.ISSUE)
    with override("vi"):
        dossier = dossier_get(code)
        form = form06(dossier, around_of(dossier))
    assert form.dossier_code == code
    assert form.resolving_unit == "UBND phường Bách Quang"
    assert form.owner_name == "Nguyễn Văn Mẫu"
    assert form.coordinating_units == ()
    assert (form.received_at, form.due_at) == (dossier.accepted_at, dossier.due_at)
    steps = [hop.step for hop in form.hops]
    assert len(steps) == len(dossier.hand_overs) >= 4
    first = form.hops[0]
    assert first.handed_at is not None
    assert first.to_unit
    assert first.due_at is not None
    assert {hop.result for hop in form.hops} <= {"sớm hạn", "đúng hạn", ""}
    assert form.hops[-1].result == ""  # still open
    assert any(hop.receiver == commune.specialist.name for hop in form.hops)


def test_the_sheet_prints(commune):
    code = dossier_at(commune, Act.APPRAISE)
    answer = client_for(commune.leader).get(f"/office/prints/{code}/06/")
    assert answer.content.startswith(b"%PDF-")


def test_without_acceptance_there_is_nothing_to_control(commune):
    code = dossier_registered(commune)
    answer = client_for(commune.counter).get(f"/office/prints/{code}/06/")
    assert answer.status_code == 302

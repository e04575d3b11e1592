"""Form 05: withdrawn by the person, or stopped by the unit."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import client_for

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_stop, dossier_withdraw
from motcua.dossiers.types import StopKind
from motcua.office.counter.printing import around_of
from motcua.office.counter.prints import form05
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def test_a_withdrawal_names_the_person_s_wish_and_the_papers_given_back(commune):
    code = dossier_accepted(commune)
    assert client_for(commune.counter).get(f"/office/prints/{code}/05/").status_code == 302
    dossier_withdraw(actor=commune.counter, code=code, reason="Không còn nhu cầu")
    dossier = dossier_get(code)
    form = form05(dossier, around_of(dossier))
    assert form.on_request
    assert form.ground == "Không còn nhu cầu"
    assert form.returned_papers == ("Tờ khai", "Giấy tờ tùy thân")
    assert form.settlement == "không phát sinh"  # what was not paid is no longer asked for
    answer = client_for(commune.counter).get(f"/office/prints/{code}/05/")
    assert answer.content.startswith(b"%PDF-")


def test_a_stop_is_signed_by_who_decided_it(commune):
    code = dossier_at(commune, Act.APPROVE)
    dossier_stop(
        actor=commune.leader,
        code=code,
        reason="Có tranh chấp",
        legal_basis="Điều 10",
        kind=StopKind.FINAL,
    )
    dossier = dossier_get(code)
    form = form05(dossier, around_of(dossier))
    assert not form.on_request
    assert (form.ground, form.legal_basis) == ("Có tranh chấp", "Điều 10")
    assert form.signer.name == commune.leader.name
    assert form.stage

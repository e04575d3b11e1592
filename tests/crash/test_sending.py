"""A sending whose server dies before or after the commit: the retry finds one dossier."""

from __future__ import annotations

import pytest
from tests.builders.citizens import citizen_make
from tests.builders.filing import commune_online, draft_ready
from tests.crash.test_failpoints import killed

from motcua.dossiers.models import Dossier
from motcua.filing.queries import draft_get
from motcua.filing.services import draft_send
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.crash, pytest.mark.invariant, pytest.mark.timeout(600)]


@pytest.mark.parametrize("name", ["submit.written", "submit.committed"])
def test_the_answer_is_lost_and_the_person_presses_again(fresh_database, name):
    with scope_use(SYSTEM):
        commune, citizen = commune_online(), citizen_make()
        draft = draft_ready(citizen, commune)

    def send():
        with scope_use(citizen.scope):
            return draft_send(citizen=citizen, public_id=draft.public_id, declared=True)

    assert killed(name, send)
    with scope_use(SYSTEM):
        survived = Dossier.objects.count()
    assert survived == (name == "submit.committed")
    receipt = send()
    assert receipt.replayed is bool(survived)
    with scope_use(SYSTEM):
        assert Dossier.objects.count() == 1
    with scope_use(citizen.scope):
        assert draft_get(citizen, draft.public_id).sent_code == receipt.code

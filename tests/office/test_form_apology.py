"""Form 04: there is none before the unit has apologised."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for

pytestmark = pytest.mark.django_db


def test_without_an_apology_there_is_no_form(system_scope):
    with at():
        commune = commune_at_work()
        code = dossier_accepted(commune)
        answer = client_for(commune.leader).get(f"/office/prints/{code}/04/")
    assert answer["Location"] == f"/office/dossiers/{code}/"

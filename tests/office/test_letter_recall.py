"""What one proposed is taken back, as long as nobody has decided."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.office.acting import dossier_url, guarded, post, seen, text
from tests.office.lettering import propose, proposed, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_what_was_proposed_is_taken_back_by_its_author_alone(headed):
    code = registered(headed)
    propose(headed, code)
    page = text(client_for(headed.counter).get(dossier_url(code)))
    assert "Take my proposal back" in page
    assert "Propose to refuse" not in page
    post(headed.counter, dossier_url(code, "proposed/recall"), version=seen(code).version)
    assert seen(code).open_proposal is None
    assert client_for(headed.director).get(dossier_url(code, "proposed/preview")).status_code == 404


def test_others_may_not(headed):
    code = proposed(headed)
    guarded(headed, dossier_url(code, "proposed/recall"), wrong=headed.director, asks=False)

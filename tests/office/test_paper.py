"""An issued form by its own address; of its own dossier alone."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, commune_at_work, dossier_registered
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of, commune_make

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_refuse
from motcua.identity.types import Role

pytestmark = pytest.mark.django_db


def test_it_is_shown_under_its_dossier_alone(system_scope):
    with at():
        commune = commune_at_work()
        code, other = dossier_registered(commune), dossier_registered(commune)
        dossier_refuse(actor=commune.counter, code=code, reason="a", legal_basis="b")
        [paper] = dossier_get(code).papers
        client = client_for(commune.counter)
        url = f"/office/prints/{code}/issued/{paper.id}/"
        assert paper.number in pdf_text(client.get(url).content)
        assert url in client.get(f"/office/dossiers/{code}/").content.decode()
        assert client.get(f"/office/prints/{other}/issued/{paper.id}/").status_code == 404
        stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(name="Xa"), "ttpvhcc"))
        assert client_for(stranger).get(url).status_code == 404

"""Form 03: why a dossier was not taken in."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_registered
from tests.builders.identity import client_for

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_refuse
from motcua.office.counter.printing import around_of
from motcua.office.counter.prints import form03

pytestmark = pytest.mark.django_db


def test_reason_and_law_stand_on_the_form(system_scope):
    with at():
        commune = commune_at_work()
        code = dossier_registered(commune)
        client = client_for(commune.counter)
        assert client.get(f"/office/prints/{code}/03/").status_code == 302
        dossier_refuse(
            actor=commune.counter,
            code=code,
            reason="Không thuộc thẩm quyền",
            legal_basis="Điều 5 Nghị định 118/2025/NĐ-CP",
        )
        dossier = dossier_get(code)
        form = form03(dossier, around_of(dossier))
        assert form.reason == "Không thuộc thẩm quyền"
        assert form.legal_basis == "Điều 5 Nghị định 118/2025/NĐ-CP"
        assert form.requested == commune.offering.version.name
        assert form.signer.name == commune.counter.name
        assert client.get(f"/office/prints/{code}/03/").content.startswith(b"%PDF-")

"""Two receivers at the same paper, each on a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make
from tests.builders.manifests import sent

from motcua.dossiers.models import Event
from motcua.dossiers.services import manifests as services
from motcua.identity.types import Role
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use


def test_two_at_once_confirm_once(fresh_database):
    with scope_use(SYSTEM), at():
        commune = commune_at_work()
        code = dossier_accepted(commune)
        manifest_id = sent(commune, code)
        second = actor_make(role=Role.SPECIALIST, unit=commune.office)

    def confirm(actor):
        try:
            with scope_use(SYSTEM):
                services.manifest_confirm_code(actor=actor, manifest_id=manifest_id, code=code)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(confirm, (commune.specialist, second)))
    assert answers == ["already_confirmed", "done"]
    with scope_use(SYSTEM):
        assert Event.objects.filter(type="paper_received").count() == 1

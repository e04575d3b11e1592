"""Opening a browser's store with the session: its officer, or a colleague of the unit."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import actor_make, client_for
from tests.builders.interim import DEVICE
from tests.builders.organisations import body_of, commune_make
from tests.office.offlinework import prepared, tell

from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_colleague_opens_it_and_the_opening_is_recorded(commune):
    with at():
        given = prepared(client_for(commune.counter), commune)["book"]
        with scope_use(SYSTEM):
            colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
        answer = tell(client_for(colleague), "key", {"book": given["key"], "device": DEVICE})
    assert answer.json() == {"secret": given["secret"]}
    with scope_use(SYSTEM):
        reading = AccessRecord.objects.get(subject__startswith="interim-book:")
    assert reading.account_id == colleague.account_id


def test_another_browser_and_another_commune_get_nothing(commune):
    with at():
        given = prepared(client_for(commune.counter), commune)["book"]
        with scope_use(SYSTEM):
            stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
        asked = {"book": given["key"], "device": DEVICE}
        assert tell(client_for(stranger), "key", asked).status_code == 404
        asked["device"] = "f" * 32
        assert tell(client_for(commune.counter), "key", asked).status_code == 404
        assert tell(client_for(commune.counter), "key", {"book": "x"}).status_code == 422

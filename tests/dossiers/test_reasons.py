"""A reason is told to who may read the dossier, on pages and in the feed; the event has its hash."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_registered

from motcua.dossiers import services
from motcua.dossiers.models import Event, Reason
from motcua.dossiers.queries.feed import events_after
from motcua.kernel.scope import NOTHING, SYSTEM, scope_units, scope_use

pytestmark = pytest.mark.invariant
WORDS = "Bà Lò Thị Canh không đủ điều kiện"


@pytest.fixture
def communes(fresh_database):
    """Two communes, one of which refused a dossier."""
    del fresh_database
    with at(), scope_use(SYSTEM):
        commune, other = commune_at_work(), commune_at_work(name="Phong Quang")
        code = dossier_registered(commune)
        services.dossier_refuse(
            actor=commune.counter, code=code, reason=WORDS, legal_basis="Luật Hộ tịch"
        )
    return commune, other


def test_the_feed_tells_the_reason_to_who_sees_the_dossier(communes):
    commune, other = communes
    with scope_use(scope_units([commune.centre.id])):
        assert [event.data.get("reason") for event in events_after()] == [None, WORDS]
        assert events_after()[1].data["legal_basis"] == "Luật Hộ tịch"
        assert not Event.objects.filter(payload__contains="Canh").exists()
    with scope_use(scope_units([other.centre.id])):
        assert events_after() == ()


def test_nobody_else_reads_the_row(communes):
    commune, other = communes
    for scope, seen in ((scope_units([commune.unit.id]), 1), (scope_units([other.unit.id]), 0)):
        with scope_use(scope):
            assert Reason.objects.count() == seen
    with scope_use(NOTHING):
        assert Reason.objects.count() == 0

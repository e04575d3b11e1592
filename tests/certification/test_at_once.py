"""Two signers at once, each on a connection of its own: one number each, no gap, no double."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction
from tests.builders.certified import CARD, DIPLOMA, batch_checked, certifying_commune
from tests.builders.dossiers import MORNING
from tests.builders.identity import actor_make
from tests.builders.offices import office_held

from motcua.certification import services
from motcua.certification.models import Entry
from motcua.identity.capacity_rules import Office
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use


def certify(actor, code):
    """Certify as a request does; return what was given, or why not."""
    try:
        with clock.clock_set(MORNING), transaction.atomic(), scope_use(actor.scope):
            return services.batch_certify(actor=actor, code=code)
    except Refused as refusal:
        return refusal.code
    finally:
        connection.close()


def test_two_signers_at_once_give_every_number_once(fresh_database):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = certifying_commune()
        deputy = actor_make(role=Role.LEADER, unit=commune.unit)
        office_held(deputy, Office.DEPUTY)
        codes = [batch_checked(commune, DIPLOMA, CARD) for _nth in range(3)]
    asked = [(one, code) for code in codes for one in (commune.leader, deputy)]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda pair: certify(*pair), asked))
    given = [one for one in told if isinstance(one, tuple)]
    assert len(given) == 3  # each batch once; the other signer of the pair is told
    assert {one for one in told if isinstance(one, str)} <= {"not_this_step", "stale_item"}
    with scope_use(SYSTEM):
        numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5, 6]

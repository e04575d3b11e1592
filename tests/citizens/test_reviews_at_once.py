"""A sign-in that is tried again while an officer decides about it: neither blocks the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from tests.builders.citizens import citizen_make
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.builders.waiting import somebody_waits
from tests.citizens.test_reviews import claimed

from motcua.citizens import services
from motcua.citizens.models import IdentityReview, Person
from motcua.citizens.types import ReviewState
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get

pytestmark = pytest.mark.invariant


def test_a_sign_in_and_a_decision_take_their_locks_in_one_order(fresh_database):
    with scope_use(SYSTEM), transaction.atomic():
        commune_make()
        citizen = citizen_make()
        with pytest.raises(services.IdentityInReview):
            services.person_vouched(claimed(citizen))
        case = IdentityReview.objects.get()
        officer = actor_make(role=Role.DIRECTOR, unit=unit_get(case.unit_id))

    def decide():
        try:
            services.identity_review_decide(
                actor=officer, review_id=case.pk, decision=ReviewState.SAME, note="Đã đối chiếu thẻ"
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with scope_use(SYSTEM), transaction.atomic():
            Person.objects.select_for_update().get(pk=citizen.person_id)
            decision = pool.submit(decide)
            somebody_waits(unless=decision.done)
            assert not decision.done(), "the decision did not wait for the person"
            with pytest.raises(services.IdentityInReview):  # tried again, as the person is held
                services.person_vouched(claimed(citizen))
        decision.result(20)
    with scope_use(SYSTEM):
        case.refresh_from_db()
    assert (case.state, case.tries) == ("same", 2)

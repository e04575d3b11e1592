"""Two officials, two tabs, a double click: exactly one effect, and a clear answer to the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_at,
    dossier_registered,
    item_of,
    submission_make,
)

from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.services.verify import verify_all
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_units, scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.invariant


def together(count, work):
    """Run `work(n)` in threads that start at one instant; return results and refusals."""
    gate = Barrier(count)

    def run(n):
        try:
            gate.wait(20)
            with at(1), scope_use(SYSTEM):
                return work(n)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.fixture
def commune(fresh_database):
    with at(), scope_use(SYSTEM):
        return commune_at_work()


def split(answers):
    return [a for a in answers if not isinstance(a, Refused)], [
        a.code for a in answers if isinstance(a, Refused)
    ]


def test_eight_counters_accept_one_dossier(commune):
    with at(), scope_use(SYSTEM):
        code = dossier_registered(commune)
    good, refused = split(
        together(8, lambda _n: services.dossier_accept(actor=commune.counter, code=code))
    )
    assert (len(good), refused) == (1, ["not_in_this_status"] * 7)
    with scope_use(SYSTEM):
        assert Event.objects.filter(type="accepted").count() == 1
    assert verify_all().good


def test_two_leaders_approve_at_once(commune):
    with at(), scope_use(SYSTEM):
        code = dossier_at(commune, Act.APPROVE)
        item = item_of(code, Act.APPROVE)
    good, refused = split(
        together(
            2,
            lambda _n: services.work_complete(
                actor=commune.leader,
                item_id=item.id,
                outcome="approved",
                expected_version=item.version,
                details=WorkDetails(),
            ),
        )
    )
    assert (len(good), len(refused)) == (1, 1)
    assert verify_all().good


def test_sixteen_identical_submissions_make_one_dossier(commune):
    answers = together(
        16,
        lambda _n: services.dossier_submit(
            actor=commune.counter, submission=submission_make(commune), idempotency_key="k-1"
        ),
    )
    assert len({receipt.code for receipt in answers}) == 1
    assert len({receipt.signature for receipt in answers}) == 1
    assert [receipt.replayed for receipt in answers].count(False) == 1
    with scope_use(SYSTEM):
        assert Dossier.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(commune):
    def submit(**over):
        return services.dossier_submit(
            actor=commune.counter, submission=submission_make(commune, **over), idempotency_key="k"
        )

    with at(), scope_use(SYSTEM):
        submit()
        with pytest.raises(Refused) as refused:
            submit(sets=2)
    assert (refused.value.code, refused.value.status) == ("idempotency_key_reused", 422)


@pytest.mark.parametrize("operation", [services.dossier_submit, services.dossier_intake])
def test_a_repetition_from_where_the_dossier_is_not_seen_finds_nothing(commune, operation):
    with at(), scope_use(SYSTEM):
        wanted = {"actor": commune.counter, "submission": submission_make(commune)}
        first = operation(**wanted, idempotency_key="k")
        with scope_use(scope_units([commune.unit.parent_id])), pytest.raises(NotFound) as refused:
            operation(**wanted, idempotency_key="k")
        with scope_use(commune.counter.scope):
            assert operation(**wanted, idempotency_key="k").code == first.code
    assert (refused.value.code, refused.value.status) == ("dossier_unknown", 404)


def test_codes_of_many_processes_are_unique_and_without_gaps(commune):
    answers = together(
        12,
        lambda _n: [
            services.dossier_submit(actor=commune.counter, submission=submission_make(commune)).code
            for _ in range(5)
        ],
    )
    serials = sorted(int(code.rsplit("-", 1)[1]) for codes in answers for code in codes)
    assert serials == list(range(1, 61))


def test_a_day_may_have_more_than_9999_dossiers(commune):
    from motcua.dossiers.models import CodeCounter

    with at(), scope_use(SYSTEM):
        dossier_registered(commune)
        CodeCounter.objects.update(last=9_999)
        code = dossier_registered(commune)
    assert code.endswith("-10000")
    assert verify_all().good

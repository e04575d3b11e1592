"""Two at one difficulty, each on a connection of its own: one effect, and nobody deadlocks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from motcua.kernel import clock
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.models import Difficulty
from motcua.oversight.services import addressees, keeping, reporting
from tests.builders.deadlines import holidays_there
from tests.builders.dossiers import MORNING
from tests.builders.oversight import addressee_make, answered, difficulty_make, version, watch_make
from tests.builders.waiting import somebody_waits

pytestmark = [pytest.mark.invariant]
TRIES = 6


@pytest.fixture
def watch(fresh_database):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        holidays_there()
        made = watch_make()
        addressees.route_add(actor=made.keeper, addressee_id=addressee_make(made))
        return made


def own(work):
    """Do something on a connection of this thread; return what it answered or refused."""
    try:
        with clock.clock_set(MORNING), scope_use(SYSTEM):
            return work()
    except (Refused, Invalid, NotFound) as refusal:
        return refusal
    finally:
        connection.close()


def test_two_mergers_into_each_other_leave_one(watch):
    for _try in range(TRIES):
        with clock.clock_set(MORNING), scope_use(SYSTEM):
            pair = (difficulty_make(watch), difficulty_make(watch))
            versions = {code: version(watch, code) for code in pair}
        gate = Barrier(2)

        def merge(code, into, versions=versions, gate=gate):
            gate.wait(10)
            return keeping.difficulty_merge(
                actor=watch.keeper, code=code, version=versions[code], into=into, text="Cùng lỗi"
            )

        with ThreadPoolExecutor(2) as pool:
            answers = list(
                pool.map(lambda two: own(lambda: merge(*two)), (pair, tuple(reversed(pair))))
            )
        assert [isinstance(one, Refused) for one in answers].count(True) == 1, answers
        with scope_use(SYSTEM):
            merged = Difficulty.objects.filter(code__in=pair, state="merged")
            assert merged.count() == 1


def test_whoever_joins_while_it_is_withdrawn_stays_outside(watch):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        code = difficulty_make(watch)
        answered(watch, code)
        keeping.difficulty_publish(
            actor=watch.keeper, code=code, version=version(watch, code), title="Lỗi", answer="Chờ"
        )
        seen = version(watch, code)
    held = Event()

    def withdraw():
        with transaction.atomic():
            keeping.difficulty_withdraw(
                actor=watch.keeper, code=code, version=seen, text="Có tên người dân"
            )
            held.set()
            somebody_waits()

    def join():
        assert held.wait(10)
        return reporting.difficulty_join(
            actor=watch.other, code=code, unit_id=watch.second.id, blocked=1
        )

    with ThreadPoolExecutor(2) as pool:
        withdrawn, joined = pool.submit(own, withdraw), pool.submit(own, join)
    assert withdrawn.result() is None
    assert isinstance(joined.result(), NotFound)
    with scope_use(SYSTEM):
        assert Difficulty.objects.count() == 1

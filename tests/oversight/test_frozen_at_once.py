"""Two at one frozen report, each on a connection of its own: one effect."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier

import pytest
from django.db import connection

from motcua.kernel import clock
from motcua.kernel.errors import Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.models import FrozenReport, ReportStep
from motcua.oversight.frozen.services import acting, asking
from motcua.oversight.frozen.services.scheduling import reports_draw_up, rule_set
from motcua.oversight.frozen.services.working import orders_work
from tests.builders.frozen import (
    MONTH,
    OCTOBER,
    REPORT,
    bureau_make,
    frozen_make,
    rule_order,
    seq,
    signed,
)

pytestmark = [pytest.mark.invariant]


@pytest.fixture
def bureau(fresh_database):
    with scope_use(SYSTEM):
        return bureau_make(dossiers=1)


def system():
    return scope_use(SYSTEM)


def both(first, second, scope=system):
    gate = Barrier(2)

    def own(work):
        try:
            with clock.clock_set(OCTOBER), scope():
                gate.wait(10)
                return work()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(own, (first, second)))


def test_one_effect_of_two_at_once(bureau):
    with clock.clock_set(OCTOBER), scope_use(SYSTEM):
        rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order())
    assert sorted(both(reports_draw_up, reports_draw_up, nullcontext)) == [0, 1]
    assert sorted(both(orders_work, orders_work, nullcontext)) == [0, 1]
    with clock.clock_set(OCTOBER), scope_use(SYSTEM):
        code = FrozenReport.objects.get().code
        signed(bureau, code)
        now = seq(bureau, code)
    answers = both(
        lambda: acting.report_approve(actor=bureau.leader, code=code, version=now),
        lambda: acting.report_return(actor=bureau.leader, code=code, version=now, text="Xem lại"),
    )
    assert [isinstance(one, Stale) for one in answers].count(True) == 1, answers
    with scope_use(SYSTEM):
        assert ReportStep.objects.count() == 3
    answers = both(lambda: frozen_make(bureau), lambda: frozen_make(bureau))
    assert [one.code for one in answers] == ["there_already", "there_already"]


def test_two_persons_at_once_get_one_version(bureau):
    def ask(actor):
        wanted = {"unit_id": bureau.unit_id, "report": REPORT, "period": MONTH}
        return lambda: asking.report_freeze(actor=actor, **wanted)

    assert sorted(both(ask(bureau.maker), ask(bureau.leader))) == [False, True]
    assert sorted(both(orders_work, orders_work, nullcontext)) == [0, 1]
    with scope_use(SYSTEM):
        assert FrozenReport.objects.count() == 1
        assert ReportStep.objects.count() == 1

"""A worker killed while it freezes or sends a report: no half version, and it is done once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.frozen import MONTH, OCTOBER, REPORT, approved, bureau_make, seen
from tests.crash.test_failpoints import killed

from motcua.kernel import clock
from motcua.kernel.claims import CLAIM
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.models import FrozenReport, ReportOrder, ReportStep
from motcua.oversight.frozen.services import asking
from motcua.oversight.frozen.services.verify import reports_verify
from motcua.oversight.frozen.services.working import orders_work
from motcua.oversight.frozen.types import State

pytestmark = [pytest.mark.crash, pytest.mark.invariant, pytest.mark.timeout(600)]
LATER = CLAIM + timedelta(minutes=1)


@pytest.fixture
def bureau(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with scope_use(SYSTEM):
        made = bureau_make()
    with clock.clock_set(OCTOBER):
        yield made


@pytest.mark.parametrize("name", ["report.counted", "report.written"])
def test_it_begins_anew_without_a_half_version(bureau, name):
    with scope_use(SYSTEM):
        ask = {"unit_id": bureau.unit_id, "report": REPORT, "period": MONTH}
        asking.report_freeze(actor=bureau.maker, **ask)
    assert killed(name, orders_work)
    with scope_use(SYSTEM):
        assert not FrozenReport.objects.exists()
        assert not ReportStep.objects.exists()
        order = ReportOrder.objects.get()
        assert (order.ended_at, order.tries) == (None, 1)
    assert orders_work() == 0, "the dead worker's claim holds"
    with clock.clock_set(OCTOBER + LATER):
        assert orders_work() == 1
        assert orders_work() == 0
        with scope_use(SYSTEM):
            code = FrozenReport.objects.get().code
            approved(bureau, code)
            asking.report_send(actor=bureau.maker, code=code, version=3)
        assert killed(name, orders_work)
        with scope_use(SYSTEM):
            assert seen(bureau, code).standing.state is State.APPROVED
    with clock.clock_set(OCTOBER + 2 * LATER):
        assert orders_work() == 1
        with scope_use(SYSTEM):
            assert seen(bureau, code).standing.state is State.SENT
            assert ReportStep.objects.count() == 4
            assert list(reports_verify()) == []

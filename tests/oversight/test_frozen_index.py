"""Frozen reports of the Service Index: only when it has every event about their time."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from motcua.indicators.services import cases_follow, cases_rebuild
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.models import FrozenReport, ReportOrder
from motcua.oversight.frozen.queries import sheet_of
from motcua.oversight.frozen.services import asking, making
from motcua.oversight.frozen.services.scheduling import rule_set
from motcua.oversight.frozen.services.verify import reports_verify
from motcua.oversight.frozen.services.working import orders_work
from tests.builders.dossiers import dossier_accepted
from tests.builders.frozen import (
    MONTH,
    OCTOBER,
    Bureau,
    bureau_make,
    drawn_up,
    frozen_make,
    late_entry,
    rule_order,
)

ONLINE = "online"


@pytest.fixture
def bureau(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with scope_use(SYSTEM):
        made = bureau_make()
    cases_follow()
    return made


def frozen(bureau: Bureau) -> FrozenReport:
    with clock.clock_set(OCTOBER), scope_use(SYSTEM):
        return FrozenReport.objects.get(code=frozen_make(bureau, report=ONLINE))


def received(row: FrozenReport) -> object:
    sheet = sheet_of(row)
    return dict(zip((one.key for one in sheet.columns), sheet.totals, strict=True))["received"]


def test_an_event_about_the_period_is_waited_for(bureau, monkeypatch):
    with scope_use(SYSTEM):
        late_entry(bureau)
    with monkeypatch.context() as patch:
        patch.setattr(making, "cases_follow", lambda: 0)
        with clock.clock_set(OCTOBER):
            with scope_use(SYSTEM):
                asked = {"unit_id": bureau.unit_id, "report": ONLINE, "period": MONTH}
                asking.report_freeze(actor=bureau.maker, **asked)
            assert orders_work() == 0
    with scope_use(SYSTEM):
        assert ReportOrder.objects.get().problem == "moving"
    with clock.clock_set(OCTOBER + timedelta(minutes=2)):
        assert orders_work() == 1  # the index follows first
    with scope_use(SYSTEM):
        assert received(FrozenReport.objects.get()) == 3


def test_while_the_index_is_built_anew_no_report_is_accused(bureau):
    frozen(bureau)
    cases_rebuild()
    with clock.clock_set(OCTOBER), scope_use(SYSTEM):
        assert list(reports_verify()) == []


def test_an_event_of_today_does_not_hold_up_last_month(bureau):
    with clock.clock_set(OCTOBER - timedelta(hours=1)), scope_use(SYSTEM):
        dossier_accepted(bureau.commune)
    row = frozen(bureau)
    assert received(row) == 2
    assert [note["key"] for note in json.loads(row.sheet)["notes"]] == []


def test_the_schedule_has_the_index_follow_first(bureau):
    with clock.clock_set(OCTOBER), scope_use(SYSTEM):
        order = rule_order(report=ONLINE)
        rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=order)
        late_entry(bureau)
    with clock.clock_set(OCTOBER):
        assert drawn_up() == 1
    with scope_use(SYSTEM):
        assert received(FrozenReport.objects.get()) == 3

"""Frozen reports of the Service Index: only when it has every event about their time."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from motcua.indicators.services import cases_follow, cases_rebuild
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.models import FrozenReport
from motcua.oversight.frozen.queries import sheet_of
from motcua.oversight.frozen.services.scheduling import reports_draw_up, rule_set
from motcua.oversight.frozen.services.verify import reports_verify
from tests.builders.dossiers import dossier_accepted
from tests.builders.frozen import OCTOBER, Bureau, bureau_make, frozen_make, late_entry, rule_order

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


def test_an_event_about_the_period_is_waited_for(bureau):
    with scope_use(SYSTEM):
        late_entry(bureau)
    with pytest.raises(Refused) as refusal:
        frozen(bureau)
    assert refusal.value.code == "moving"
    cases_follow()
    assert received(frozen(bureau)) == 3


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
        assert reports_draw_up() == 1
    with scope_use(SYSTEM):
        assert received(FrozenReport.objects.get()) == 3

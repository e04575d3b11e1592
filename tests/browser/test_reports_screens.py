"""Official reports in a browser: every one of them on a telephone and on a desktop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make
from tests.builders.organisations import province_make

from motcua.identity.types import Role
from motcua.indicators.reports.sheets import reports_of
from motcua.indicators.services import cases_follow
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser]
LATER = MORNING + timedelta(hours=6)
WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("width", [360, 1280])
def test_no_report_is_wider_than_the_screen(
    visit: Any, served: str, time_stands: Any, width: int
) -> None:
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        dossier_at(commune, Act.RETURN)
        dossier_accepted(commune)
        province = province_make()
        controller = actor_make(role=Role.CONTROLLER, unit=province)
        keys = reports_of(province.id)
    with clock.clock_set(LATER):
        cases_follow()
    time_stands(LATER)
    page = visit("/office/reports/?period=year", controller, width=width)
    wide = {}
    for key in keys:  # the last period is chosen: what is read out of it lies at the far end
        page.goto(f"{served}/office/reports/{key}/?period=year")
        if page.evaluate(WIDTH) > width:
            wide[key] = page.evaluate(WIDTH)
    assert wide == {}
    assert axe_violations(page) == []

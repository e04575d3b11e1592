"""Boards and lists of a unit that took over another one, and of the merged one, in a browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import commune_at_work, dossier_accepted
from tests.builders.identity import actor_make

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.models import Succession, Unit
from motcua.organisations.queries import unit_get
from motcua.organisations.types import Transfer

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BOARD = "/office/board/"


@pytest.fixture
def merger(served: str) -> Any:
    with scope_use(SYSTEM):
        heir, merged = commune_at_work(code="00001"), commune_at_work(code="00002", name="Cũ")
        dossier_accepted(heir)
        for _ in range(2):
            dossier_accepted(merged)
        bodies = [merged.unit.id, merged.centre.id, merged.office.id]
        Unit.objects.filter(pk__in=bodies).update(valid_to=clock.today())
        Succession.objects.create(
            old_id=merged.unit.id,
            new_id=heir.unit.id,
            transfer=Transfer.WHOLE.value,
            is_split=False,
            effective_on=clock.today(),
        )
        chairman = actor_make(role=Role.VIEWER, unit=unit_get(heir.unit.parent_id or 0))
    return heir, merged, chairman


@pytest.mark.parametrize("width", [360, 1280])
def test_what_was_taken_over_leads_to_its_own_figures_and_codes(merger, visit, width):
    heir, merged, chairman = merger
    page = visit(BOARD, heir.leader, width=width, language="en")
    looked_at(page, f"heir-{width}")
    name = f"Taken over from {merged.unit.full_name}"
    page.locator("#board-period ~ p a", has_text=merged.unit.full_name).first.click()
    assert page.get_by_role("link", name=name).count(), "a filter that can be taken off"
    looked_at(page, f"part-{width}")
    page.locator(".key-figure a, .headline a").first.click()
    assert page.get_by_text("its dossiers are opened there").count() == 1
    looked_at(page, f"list-{width}")
    page = visit(BOARD, chairman, width=width, language="en")
    page.goto(page.url.split("?")[0] + f"?unit=00002&on={merged.unit.valid_from}")
    assert page.get_by_text("This unit is no longer there").count() == 1
    looked_at(page, f"merged-{width}")
    page.get_by_role("link", name=heir.unit.full_name, exact=True).click()
    assert "unit=00001" in page.url


def looked_at(page: Any, name: str) -> None:
    """Assert that nothing stands out of the screen and that axe is content."""
    assert page.evaluate(WIDER) <= 0, page.url
    assert axe_violations(page) == [], page.url
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"merged-{name}.png"), full_page=True)

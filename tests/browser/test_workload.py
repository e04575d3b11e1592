"""Work is given by one drag, and the same by keyboard; it is taken back; no axe violation."""

from __future__ import annotations

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import commune_at_work, dossier_at, item_of
from tests.builders.identity import actor_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser]


def holder(code: str) -> int | None:
    with scope_use(SYSTEM):
        return item_of(code, Act.APPRAISE).claimed_by_id


def test_a_piece_of_work_is_dragged_taken_back_and_given_by_keyboard(served, visit):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        second = actor_make(role=Role.SPECIALIST, unit=commune.office, full_name="Trần Mẫu Hai")
        codes = [dossier_at(commune, Act.APPRAISE) for _ in range(2)]
    page = visit("/office/workload/", commune.leader, language="en")
    assert axe_violations(page) == []
    card = page.locator("[data-card]", has_text=codes[0])
    card.drag_to(page.locator(f"[data-lane='{second.account_id}'] h3"))
    page.get_by_text("It can be taken back until").wait_for()
    assert holder(codes[0]) == second.account_id
    assert holder(codes[1]) == commune.specialist.account_id
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("1 piece of work is back.").wait_for()
    assert holder(codes[0]) == commune.specialist.account_id

    box = page.get_by_label(f"Choose {codes[1]}")
    box.focus()
    page.keyboard.press("Space")
    page.get_by_label("Give to").select_option(label="Trần Mẫu Hai")
    page.get_by_label("Reason").fill("Nghỉ chiều nay")
    page.keyboard.press("Enter")
    page.get_by_text("1 piece of work is assigned.").wait_for()
    assert holder(codes[1]) == second.account_id
    assert page.get_by_label("Reason").input_value() == "Nghỉ chiều nay"  # asked once


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_the_team_have_no_axe_violation(served, visit, width):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        actor_make(role=Role.SPECIALIST, unit=commune.office)
        dossier_at(commune, Act.APPRAISE)
    page = visit("/office/workload/", commune.leader, width=width)
    for path in ("workload", "absences", "escalations", "escalations/rules", "lateness"):
        page.goto(f"{served}/office/{path}/")
        assert axe_violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path

"""A return inside the office, and several pieces of work at once, by real clicks; no axe finding."""

from __future__ import annotations

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import commune_at_work, dossier_at, draft_add, item_of
from tests.builders.identity import actor_make

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.return_rules import ReturnAnswer
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act, ItemState

pytestmark = [pytest.mark.browser]


def fine(page, width):
    assert axe_violations(page) == []
    assert page.evaluate("document.querySelector('main').scrollWidth") <= width


def test_a_specialist_returns_the_counter_puts_right_and_the_director_counts(served, visit):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        code = dossier_at(commune, Act.APPRAISE)
    page = visit(f"/office/dossiers/{code}/", commune.specialist, language="en")
    page.locator("summary", has_text="More").click()
    page.get_by_role("link", name="Return inside the office").click()
    page.get_by_label("A component is missing").check()
    page.get_by_label("What is wrong").fill("The plan of the plot is missing")
    page.get_by_label("What is to be put right").fill("Plan of the plot, original")
    fine(page, 1280)
    page.get_by_role("button", name="Return inside the office").click()
    page.get_by_text("Returned. The time limit runs on").wait_for()
    page.get_by_text("has not come back yet").first.wait_for()
    fine(page, 1280)

    page = visit("/office/worklist/", commune.counter, language="en")
    page.get_by_text("Returned to the counter: A component is missing").wait_for()
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name=code).first.click()
    page.get_by_role("link", name="Put right what was returned").click()
    page.get_by_text("Plan of the plot, original").first.wait_for()
    page.locator(".paper").first.get_by_role("checkbox").first.check()
    page.get_by_label("Put right", exact=True).check()
    fine(page, 360)
    page.get_by_role("button", name="Put right what was returned").click()
    page.get_by_text("Sent back to who returned it.").wait_for()
    fine(page, 360)
    with scope_use(SYSTEM):
        [found] = dossier_get(code).sent_back
    assert found.answer is ReturnAnswer.PUT_RIGHT

    for width in (1280, 360):
        page = visit("/office/returns/", commune.director, language="en", width=width)
        page.get_by_role("link", name=code).wait_for()
        fine(page, width)


def test_several_are_finished_alike_handed_over_and_taken_back(served, visit):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        actor_make(role=Role.SPECIALIST, unit=commune.office, full_name="Trần Mẫu Hai")
        codes = [dossier_at(commune, Act.APPRAISE) for _ in range(4)]
        for code in codes[:2]:
            draft_add(commune, code)
    page = visit("/office/worklist/", commune.specialist, language="en")

    def choose(wanted):
        for code in wanted:
            page.get_by_label(f"Choose {code}").check()
        page.get_by_role("button", name="Hand over or finish …").click()
        page.get_by_text("Nothing has been done yet.").wait_for()

    choose(codes)
    fine(page, 1280)
    page.get_by_label("Propose approval").check()
    page.get_by_role("button", name="Finish the chosen ones").click()
    page.get_by_text("2 of 2 are done.").wait_for()
    page.goto(f"{served}/office/worklist/")
    choose(codes[2:])
    page.set_viewport_size({"width": 360, "height": 740})
    fine(page, 360)
    page.get_by_label("Colleague", exact=True).select_option(index=1)
    page.get_by_role("button", name="Hand over the chosen ones").click()
    page.get_by_text("2 of 2 are done.").wait_for()
    fine(page, 360)
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("2 of 2 are done.").wait_for()
    with scope_use(SYSTEM):
        states = [item_of(code, Act.APPRAISE) for code in codes[2:]]
        assert all(item_of(code, Act.APPROVE).state is ItemState.OPEN for code in codes[:2])
    assert {one.claimed_by_id for one in states} == {commune.specialist.account_id}

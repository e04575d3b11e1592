"""Two units are asked, one answers in time, one late after a reminder; then draft and leader."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.documents import pdf_make
from tests.builders.dossiers import (
    MORNING,
    commune_at_work,
    dossier_at,
    draft_add,
    item_of,
    submission_make,
)
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, province_make

from motcua.documents.services import file_store
from motcua.dossiers.queries import dossier_get
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


def shot(page, name):
    """Keep a picture of the whole page where somebody wants to look at it."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.fixture
def people(served, time_stands):
    time_stands(MORNING)
    with scope_use(SYSTEM):
        commune = commune_at_work(limit="20wd")
        department = body_of(province_make(code="19"), "stp")
        economy = body_of(commune.unit, "kt")
        expert = actor_make(role=Role.COORDINATOR, unit=department)
        colleague = actor_make(role=Role.SPECIALIST, unit=economy)
        stored = file_store(data=pdf_make(text="4711"), name="so-do-thua-dat.pdf")
        parts = submission_make(commune).components
        made = [parts[0].__class__(
            component_id=parts[0].component_id, file_ids=(stored.id,),
            file_names=("so-do-thua-dat.pdf",),
        ), *parts[1:]]  # fmt: skip
        code = dossier_at(commune, Act.APPRAISE, components=tuple(made))
    return commune, department, economy, expert, colleague, code


def ask(page, people):
    """Ask both units with one form, in its place on the dossier's page."""
    _commune, department, economy, _expert, _colleague, _code = people
    page.locator(".menu-acts summary").click()
    page.locator("a", has_text="Lấy ý kiến đơn vị khác").click()
    page.locator("#act textarea[name=question]").fill(
        "Thửa đất số 12 có nằm trong quy hoạch đường không?\nLối đi chung có bị ảnh hưởng không?"
    )
    for unit in (department, economy):
        page.locator("#act label.option", has_text=unit.full_name).locator("input").check()
    page.locator("#act label.option", has_text="so-do-thua-dat.pdf").locator("input").check()
    page.locator("#act label.option", has_text="Tên và địa chỉ").locator("input").check()
    shot(page, "opinion-ask")
    assert axe_violations(page) == []
    page.locator("#act .actions button.button-primary").click()
    page.wait_for_selector("#opinions")


def answer(page, words, text):
    """Answer on the asked unit's page."""
    page.locator("label.option", has_text=words).first.locator("input").check()
    page.locator("textarea[name=text]").fill(text)
    page.locator(".act-form button.button-primary").click()
    page.wait_for_selector("#answers")


def decided(leader, commune, code):
    """Approve on the leader's page, where both answers stand; the clerk has it then."""
    leader.locator(".dossier-acts a.button-primary").click()
    leader.locator("#act input[name=outcome][value=approved]").check()
    assert axe_violations(leader) == []
    shot(leader, "opinion-leader")
    leader.locator("#act .actions button.button-primary").click()
    leader.wait_for_selector(".flash, .messages, [role=status]")
    with scope_use(SYSTEM):
        assert item_of(code, Act.ISSUE).outcomes, "the clerk numbers it next"
        told = [one for one in dossier_get(code).timeline if one.type == "approved"]
        assert [one.account_id for one in told] == [commune.leader.account_id]


def test_two_units_one_in_time_one_late_after_a_reminder_then_the_leader(
    people, visit, time_stands
):
    commune, department, economy, expert, colleague, code = people
    page = visit(f"/office/dossiers/{code}/", commune.specialist)
    ask(page, people)
    shot(page, "opinion-dossier")
    assert axe_violations(page) == []
    assert page.locator(".opinion").count() == 2

    first = visit("/office/worklist/", expert)
    shot(first, "opinion-worklist")
    first.locator("tbody th a", has_text=code).click()
    first.wait_for_selector("#question")
    assert first.locator("text=so-do-thua-dat.pdf").count() == 1
    shot(first, "opinion-asked-unit")
    assert axe_violations(first) == []
    answer(first, "Thống nhất", "Không nằm trong quy hoạch.")
    shot(first, "opinion-answered")

    assert not page.locator("#opinions button", has_text="Đôn đốc").is_visible()
    time_stands(MORNING + timedelta(days=5))  # Tuesday; both had until Monday
    page = visit(f"/office/dossiers/{code}/", commune.specialist)  # the session is over meanwhile
    page.locator(f"article:has-text('{economy.full_name}') button", has_text="Đôn đốc").click()
    page.wait_for_selector("text=Đã đôn đốc")
    second = visit("/office/opinions/?state=late", colleague)
    assert axe_violations(second) == []
    shot(second, "opinion-list")
    second.locator("tbody th a", has_text=code).click()
    second.wait_for_selector("text=đã được đôn đốc")
    answer(second, "Thống nhất có điều kiện", "Giữ lối đi chung rộng 3 m.")

    with scope_use(SYSTEM):
        draft_add(commune, code)
        asked = dossier_get(code).opinions
    assert {one.unit_id: one.late for one in asked} == {department.id: False, economy.id: True}
    page.reload()
    shot(page, "opinion-both")
    page.locator(".dossier-acts a.button-primary").click()
    page.locator("#act label.option").first.locator("input").check()
    page.locator("#act .actions button.button-primary").click()
    page.wait_for_selector(".flash, .messages, [role=status]")
    leader = visit(f"/office/dossiers/{code}/", commune.leader)
    assert leader.locator(".opinion .note").count() == 2
    decided(leader, commune, code)
    small = visit(f"/office/dossiers/{code}/", commune.specialist, width=360)
    assert small.evaluate("document.documentElement.scrollWidth") <= 360
    shot(small, "opinion-360")


def test_documents_stand_beside_each_other_and_below_on_a_phone(people, visit):
    commune, *_others, code = people
    with scope_use(SYSTEM):
        draft_add(commune, code)
    side = visit(f"/office/dossiers/{code}/look/", commune.leader, width=1600)
    side.wait_for_function("[...document.images].every((one) => one.complete)")
    assert side.locator(".look-side img").count() == 2
    left, right = (side.locator(".look-side").nth(n).bounding_box() for n in (0, 1))
    assert left["y"] == right["y"]
    side.keyboard.press("w")
    assert side.locator("[data-paper]").first.get_attribute("data-size") == "2"
    shot(side, "look-1600")
    assert axe_violations(side) == []
    phone = visit(f"/office/dossiers/{code}/look/", commune.leader, width=360)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    shot(phone, "look-360")

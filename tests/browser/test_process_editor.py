"""A process is drawn with the mouse, mended, tried out, approved by another person, and run.

The same can be done in the list by keyboard alone. Every page on the way is given to axe.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.browser.looking import DARK_PHONE, LIGHT_DESK, Found, looked_at
from tests.browser.test_journey import Walk
from tests.builders.documents import pdf_make
from tests.builders.dossiers import Commune, commune_at_work, dossier_accepted, work_do
from tests.builders.identity import actor_make

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import Status
from motcua.identity.types import Actor, Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.drawn import DraftView
from motcua.workflow.queries import draft_get, process_for
from motcua.workflow.services import process_draft_save, process_draft_start
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def commune(served: str) -> Commune:
    with scope_use(SYSTEM):
        return commune_at_work(limit="10wd")


@pytest.fixture
def drawer(commune: Commune) -> Actor:
    with scope_use(SYSTEM):
        return actor_make(role=Role.CONTROLLER, unit=commune.unit)


def opened(visit: Any, actor: Actor, draft: DraftView, **more: Any) -> Any:
    """Open the editor of a draft."""
    page = visit(f"/office/processes/drafts/{draft.id}/", actor, language="en", **more)
    page.wait_for_selector("[data-ready]")
    return page


def blank(drawer: Actor, commune: Commune, key: str = "shortened") -> DraftView:
    """Begin a draft on a blank sheet: start, one step, end."""
    with scope_use(SYSTEM):
        return process_draft_start(actor=drawer, unit_id=commune.unit.id, key=key, name="Rút gọn")


def saved(page: Any) -> None:
    """Wait until the editor has saved what was changed last."""
    page.keyboard.press("Control+s")
    page.wait_for_selector("[data-saved][data-tone=done]")


def fill(page: Any, label: str, value: str, nth: int = 0) -> None:
    """Fill in a field of the panel and leave it."""
    control = page.locator("[data-panel]").get_by_label(label, exact=True).nth(nth)
    if control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(value)  # its code or its words
    else:
        control.fill(value)
        control.press("Tab")


def seen(page: Any, name: str) -> None:
    """Look at a page in both lights, at a desk and on a phone: nothing is amiss."""
    found: Found = {}
    looked_at(page, name, found, DARK_PHONE, {**LIGHT_DESK, "color_scheme": "dark"}, LIGHT_DESK)
    assert found == {}


def findings(page: Any) -> list[str]:
    return [one.strip() for one in page.locator("[data-findings] > li").all_inner_texts()]


def code_of(commune: Commune) -> str:
    with scope_use(SYSTEM):
        return dossier_accepted(commune)


def running(code: str) -> tuple[int, list[str]]:
    """Return the version on which a dossier runs, and its open steps."""
    with scope_use(SYSTEM):
        dossier = dossier_get(code)
        process = process_for(f"dossier:{dossier.id}")
        assert process is not None
        return process.definition_id, [one.element for one in dossier.items if one.state.is_live]


def draw_step(page: Any) -> None:
    """Put a step after the assignment with the pad beside it, and lead it to the appraisal."""
    page.click("[data-element-id=assign]")
    page.click(".djs-context-pad [data-action='append.step']")
    page.wait_for_selector("[data-element-id=step_1]")
    appraisal = page.locator("[data-panel] option", has_text="Appraise").last
    fill(page, "One more way, to", appraisal.get_attribute("value"))
    page.click("text=Add this way")


def begun(visit: Any, drawer: Actor) -> Any:
    """Begin a draft as a copy of the process that comes with the software."""
    page = visit("/office/processes/new/", drawer, language="en")
    page.fill("[name=name]", "Giải quyết rút gọn")
    page.check("[name=how][value=copy]")
    page.select_option("[name=definition_id]", label="Standard process of one unit, version 1")
    seen(page, "process_new")
    page.click("text=Open the sheet")
    page.wait_for_selector("[data-ready]")
    return page


def described(page: Any) -> None:
    """Say of the new step everything but who does it."""
    fill(page, "Name in Vietnamese", "Thẩm định nhanh")
    fill(page, "Name in English", "Quick appraisal")
    fill(page, "Name in Indonesian", "Penelaahan cepat")
    fill(page, "Unit", "handling")
    fill(page, "What is done to the dossier", "appraise")
    fill(page, "Working hours", "6")
    page.click("text=Add an ending")
    for language, word in (("Vietnamese", "Xong"), ("English", "Done"), ("Indonesian", "Selesai")):
        control = page.locator("[data-panel] .process-entry").get_by_label(f"Name in {language}")
        control.fill(word)
        control.press("Tab")
    saved(page)


def over_the_limit(page: Any, procedure: str) -> None:
    """Too many hours are told at the save, at every step of the longest way; less are not."""
    assert procedure in page.locator("section[aria-labelledby=served]").text_content()
    fill(page, "Working hours", "60")
    saved(page)
    [told] = [one for one in findings(page) if "more than the legal limit" in one]
    assert "To mend" in told
    assert f"100 > 80 ({procedure})" in told
    assert "“Thẩm định nhanh” 60" in told
    marked = page.locator(".process-mark-error[title*='more than the legal limit']")
    assert marked.count() == 7, "each step of the longest way"
    page.click("[data-view-button=list]")
    assert page.locator(".process-line .badge").count() == 7
    page.click("[data-view-button=drawing]")
    page.locator("[data-findings] button", has_text="more than the legal limit").click()
    fill(page, "Working hours", "6")
    saved(page)
    assert [one for one in findings(page) if "more than the legal limit" in one] == []


def for_others(page: Any, procedure: str) -> None:
    """On the draft's page its procedures are changed; without one the checks say what they miss."""
    page.click("text=Change the procedures")
    box = page.locator(f"[name=procedures][value='{procedure}']")
    assert box.is_checked(), "a copy is drawn for what its version serves"
    seen(page, "process_procedures")
    box.uncheck()
    page.click("button:has-text('Keep these procedures')")
    page.wait_for_selector("[data-ready]")
    [hint] = [one for one in findings(page) if "No procedure is named" in one]
    assert "To consider" in hint
    page.click("text=Name the procedures")
    page.check(f"[name=procedures][value='{procedure}']")
    page.click("button:has-text('Keep these procedures')")
    page.wait_for_selector("[data-ready]")
    assert [one for one in findings(page) if "No procedure is named" in one] == []


def mended(page: Any) -> None:
    """Two ways lead on from one step, nobody does the new one: findings lead to their places."""
    page.locator("[data-findings] button", has_text="several ways").first.click()
    way = page.locator("[data-panel] .process-entry", has_text="Remove this way").first
    way.locator("button", has_text="Remove this way").click()
    saved(page)
    assert "To mend" in next(one for one in findings(page) if "role" in one)
    assert "To mend" in page.locator(".process-mark-error").first.inner_text()
    page.locator("[data-findings] button", has_text="role").first.click()
    fill(page, "Who does it (role)", "Specialist")
    saved(page)
    assert [one for one in findings(page) if "To mend" in one] == []
    assert axe_violations(page) == []


def tried(page: Any) -> None:
    """Take a sample dossier to the end, and one step back."""
    page.click("text=Trial run")
    page.wait_for_selector(".process-drawing[data-ready]")
    assert "Nothing is written" in page.inner_text("main")
    seen(page, "process_trial")
    for _step in range(7):
        page.locator(".process-trial-step button").first.click()
    assert "reached the end" in page.inner_text(".process-clock")
    assert "Quick appraisal" in page.inner_text("table")
    page.go_back()  # one step back is the browser's own "back"
    assert page.locator(".process-trial-step h3").inner_text() == "Return the result"


def sent(page: Any, procedure: str) -> int:
    """Send the draft for approval; return its number."""
    page.goto(page.url.split("trial/")[0] + "submit/")
    assert page.is_checked(f"[name=procedures][value='{procedure}']"), "named long before"
    seen(page, "process_submit")
    page.click("button:has-text('Send for approval')")
    page.wait_for_selector("text=waits for approval")
    return int(page.url.rstrip("/").split("/")[-1])


def approved(visit: Any, leader: Actor, draft_id: int) -> int:
    """Look at what is different and approve it; return the version."""
    page = visit(f"/office/processes/drafts/{draft_id}/approve/", leader, language="en")
    page.wait_for_selector(".process-letter-added[title]")
    assert "All reach the end" in page.inner_text("main")
    assert "New: “" in page.inner_text(".process-changes")
    assert axe_violations(page) == []
    page.click("button:has-text('Approve')")
    page.click("dialog[open] button[value=yes]")
    page.wait_for_url(re.compile("versions/"))
    assert "in force" in page.inner_text("main")
    assert axe_violations(page) == []
    return int(page.url.rstrip("/").split("/")[-1])


def compared_and_tried(visit: Any, leader: Actor, version: int, base: int) -> None:
    """Beside what it was drawn from, and tried out as a version: in both lights nothing is amiss."""
    place = "/office/processes/"
    page = visit(f"{place}compare/?left=v{base}&right=v{version}", leader, language="en")
    page.wait_for_selector(".process-letter-added[title]")
    assert "New: “" in page.inner_text(".process-changes")
    seen(page, "process_compare")
    page.goto(page.url.replace(f"left=v{base}", f"left=v{version}"))
    assert "Nothing is different" in page.inner_text("main")
    seen(page, "process_compare_same")
    page.goto(page.url.split("compare/")[0] + f"versions/{version}/trial/")
    for _step in range(7):
        page.wait_for_selector(".process-drawing[data-ready]")
        if _step in {0, 3}:
            seen(page, f"process_version_trial_{_step}")
        page.locator(".process-trial-step button").first.click()
    assert "reached the end" in page.inner_text(".process-clock")
    seen(page, "process_version_trial_end")


def run_to_its_result(visit: Any, commune: Commune, code: str, draft: str) -> None:
    """Each person does their step in the browser; the drawn one has its name, result and all."""
    walk = Walk(visit, code, 1280)
    specialist = str(commune.specialist.account_id)
    walk.act(commune.leader, "/complete/", assign_to=specialist)
    assert "Thẩm định nhanh" in walk.open(commune.specialist).inner_text("main")
    walk.act(commune.specialist, "/complete/")
    assert [one.act for one in walk.seen().items if one.state.is_live] == [Act.APPRAISE]
    assert running(code)[1] == ["appraise"]
    page = walk.open(commune.specialist)
    page.locator("main form[action*='/claim/'] button").first.click()
    page.wait_for_selector("main a[href*='/draft/']")
    walk.act(commune.specialist, "/draft/", title="Giấy xác nhận (mẫu)", file=draft)
    walk.act(commune.specialist, "/complete/", outcome="propose_approve")
    walk.act(commune.leader, "/complete/", outcome="approved")
    last = walk.act(commune.clerk, "/complete/", number="12/GXN-UBND")
    assert walk.seen().status is Status.DONE
    assert "12/GXN-UBND" in last.inner_text("main")
    walk.act(commune.counter, "/complete/", receiver_name="Nông Thị Mai Hương")
    assert walk.seen().status is Status.RETURNED


def test_drawn_mended_tried_approved_and_run(visit, commune, drawer, tmp_path) -> None:
    older = code_of(commune)
    procedure = commune.offering.version.code
    page = begun(visit, drawer)
    draw_step(page)
    described(page)
    mended(page)
    over_the_limit(page, procedure)
    for_others(page, procedure)
    tried(page)
    draft_id = sent(page, procedure)
    version = approved(visit, commune.leader, draft_id)
    base = running(older)[0]
    compared_and_tried(visit, commune.leader, version, base)
    newer = code_of(commune)
    with scope_use(SYSTEM):
        work_do(older, Act.ASSIGN, commune.leader, "assigned")
    assert base != version
    assert running(older) == (base, ["appraise"])
    assert running(newer) == (version, ["assign"])
    draft = tmp_path / "ket-qua.pdf"
    draft.write_bytes(pdf_make())
    run_to_its_result(visit, commune, newer, str(draft))
    assert running(newer) == (version, [])


def test_the_list_does_it_all_by_keyboard(visit, commune, drawer) -> None:
    draft = blank(drawer, commune)
    page = opened(visit, drawer, draft, width=360)
    assert page.locator("[data-list]").is_visible(), "a phone begins with the list"
    assert "larger screen" in page.inner_text(".process-narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    first = page.locator(".process-line-name").nth(1)
    first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".process-line-now .process-line-name").inner_text().startswith("2.")
    page.locator(".process-line-now select").focus()
    page.keyboard.type("Choice")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "Add after it"
    page.wait_for_selector("[data-told]:has-text('Added')", state="attached")
    assert page.evaluate("document.activeElement.className") == "process-panel-title"
    assert page.locator(".process-lines > li").count() == 4
    assert axe_violations(page) == []
    # A second way: back to the step before, when it ended so.
    fill(page, "One more way, to", page.locator(".process-line-name").nth(1).inner_text())
    page.click("text=Add this way")
    fill(page, "Goes on to", page.locator(".process-line-name").nth(3).inner_text())
    page.get_by_label("Taken when no other way fits").first.check()
    expect(page.locator(".process-condition")).to_have_count(1)  # the list is drawn anew
    page.locator(".process-condition").get_by_label("value", exact=True).select_option(index=1)
    saved(page)
    with scope_use(SYSTEM):
        text = draft_get(drawer, draft.id).bpmn
    assert 'default="' in text
    assert re.search(r'conditionExpression[^>]*>outcome == "', text)
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    saved(page)
    with scope_use(SYSTEM):
        assert "conditionExpression" not in draft_get(drawer, draft.id).bpmn


def test_a_decision_table_is_filled_in_as_a_table(visit, commune, drawer) -> None:
    draft = blank(drawer, commune, "decided")
    page = opened(visit, drawer, draft)
    page.click("[data-view-button=list]")
    page.locator(".process-line-name").nth(1).click()
    page.locator(".process-line-now select").select_option("decision")
    page.locator(".process-line-now button", has_text="Add after it").click()
    page.click("text=Open the table")
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Comes out 1").fill("Đường đi")
    dialog.get_by_label("Comes out 1").press("Tab")
    for word in ("nhanh", "chậm"):
        dialog.get_by_role("button", name="Add a row").click()
        cell = dialog.locator("tbody tr").last.locator(".process-out input")
        cell.fill(word)
        cell.press("Tab")
    dialog.get_by_role("button", name="Move row 2 up").click()
    first = dialog.locator("tbody tr").first.locator(".process-out input")
    expect(first).to_have_value("chậm")  # the table is drawn anew after the click
    assert axe_violations(page) == []
    page.click("text=Close the table")
    saved(page)
    with scope_use(SYSTEM):
        text = draft_get(drawer, draft.id).bpmn
    assert text.index('"chậm"') < text.index('"nhanh"')
    assert 'name="duong_di"' in text


def test_of_two_at_once_the_later_is_told_who_was_quicker(visit, commune, drawer) -> None:
    draft = blank(drawer, commune, "two_at_once")
    with scope_use(SYSTEM):
        other = actor_make(role=Role.BUSINESS_ADMIN, unit=commune.unit)
    page = opened(visit, drawer, draft)
    with scope_use(SYSTEM):
        process_draft_save(
            actor=other, draft_id=draft.id, bpmn=draft.bpmn, expected_version=draft.version
        )
    page.route("**/save/", lambda route: route.continue_())
    fill(page, "Name in English", "Shortened")
    page.wait_for_selector("[data-conflict]:not([hidden])")
    assert other.name in page.inner_text("[data-conflict]")
    assert axe_violations(page) == []
    page.click("text=Put mine in its place")
    page.click("dialog[open] button[value=yes]")
    page.wait_for_selector("[data-saved][data-tone=done]")
    with scope_use(SYSTEM):
        assert 'en="Shortened"' in draft_get(drawer, draft.id).bpmn


def test_what_the_software_does_is_chosen_with_who_does_it_otherwise(
    visit, commune, drawer
) -> None:
    draft = blank(drawer, commune, "told_ahead")
    page = opened(visit, drawer, draft)
    page.click("[data-view-button=list]")
    page.locator(".process-line-name").nth(1).click()
    page.locator(".process-line-now select").select_option("service")
    page.locator(".process-line-now button", has_text="Add after it").click()
    panel = page.locator("[data-panel]")
    for language, word in (
        ("Vietnamese", "Mời đến"),
        ("English", "Invite"),
        ("Indonesian", "Undang"),
    ):
        fill(page, f"Name in {language}", word)
    saved(page)
    assert any("Choose what the software does here" in one for one in findings(page))
    fill(page, "What the software does", "message")
    assert "Ways that follow can depend on" in panel.inner_text()
    saved(page)
    missing = " ".join(findings(page))
    assert "Choose which message is sent here" in missing
    assert "Say who does it when the software cannot" in missing
    panel.get_by_label("Which message", exact=True).select_option(index=1)
    fill(page, "Who does it (role)", "Specialist")
    fill(page, "Unit", "handling")
    fill(page, "Working hours", "2")
    saved(page)
    assert not [one for one in findings(page) if "Invite" in one], "nothing is missing of it"
    assert axe_violations(page) == []
    fill(page, "What the software does", "fee_order")
    assert panel.get_by_label("Which message", exact=True).count() == 0, "only a message has words"
    saved(page)
    with scope_use(SYSTEM):
        text = draft_get(drawer, draft.id).bpmn
    assert 'action="fee_order"' in text
    assert 'action="message"' not in text

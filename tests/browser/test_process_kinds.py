"""What the editor offers is what runs, and each of it is drawn, described, saved and read back."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.browser.test_process_editor import blank, fill, findings, opened, saved
from tests.builders.dossiers import Commune, commune_at_work
from tests.builders.identity import actor_make

from motcua.identity.types import Actor, Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.queries import draft_get, process_palette
from motcua.workflow.queries.drawings import drawing_checked
from motcua.workflow.rules.decisions import reads_of
from motcua.workflow.rules.elements import Call, Node, NodeKind
from motcua.workflow.rules.findings import Checked

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# The kinds of the editor, and what each is in BPMN: these run, and nothing else does.
RUNS = {
    "step": NodeKind.STEP, "service": NodeKind.SERVICE, "decision": NodeKind.RULE,
    "call": NodeKind.CALL, "choice": NodeKind.CHOICE, "parallel": NodeKind.PARALLEL,
    "timer": NodeKind.TIMER, "boundary": NodeKind.EDGE, "send": NodeKind.SEND,
    "receive": NodeKind.RECEIVE, "start": NodeKind.START, "end": NodeKind.END,
}  # fmt: skip
TASKS = {"step", "service", "decision", "call", "send", "receive"}
GATEWAYS = {"choice", "parallel"}
TOOLS = {"hand", "lasso", "connect", "line"}
Shown = list[str]


@pytest.fixture
def commune(served: str) -> Commune:
    with scope_use(SYSTEM):
        return commune_at_work(limit="10wd")


@pytest.fixture
def drawer(commune: Commune) -> Actor:
    with scope_use(SYSTEM):
        return actor_make(role=Role.CONTROLLER, unit=commune.unit)


def shown(page: Any, inside: str, attribute: str = "data-action") -> Shown:
    """Return the entries of a palette, pad or menu, every one that is there."""
    found = page.locator(f"{inside} [{attribute}]")
    return sorted(found.evaluate_all(f"all => all.map((one) => one.getAttribute('{attribute}'))"))


def chosen(page: Any, element: str) -> None:
    """Choose an element of the drawing with the mouse, all of it in sight."""
    page.keyboard.press("Escape")
    page.click("[data-act=all]")
    shape = page.locator(f".djs-element[data-element-id={element}]").first
    if "selected" not in (shape.get_attribute("class") or "").split():  # a second click lets go
        shape.locator("> .djs-hit").first.click()
    page.wait_for_selector(".djs-context-pad.open [data-action]")


def appended(page: Any, source: str, kind: str) -> str:
    """Put an element after another with the pad beside it; return its identifier."""
    before = elements(page)
    chosen(page, source)
    page.click(f".djs-context-pad [data-action='append.{kind}']")
    return fresh(page, before)


def fresh(page: Any, before: set[str]) -> str:
    """Return the one element that is new."""
    page.wait_for_function(
        "known => [...document.querySelectorAll('.djs-shape')].some("
        "(one) => !known.includes(one.dataset.elementId) && !/_label$/.test(one.dataset.elementId))",
        arg=sorted(before),
    )
    [made] = elements(page) - before
    return made


def elements(page: Any) -> set[str]:
    all_ = page.locator(".djs-shape").evaluate_all("all => all.map((one) => one.dataset.elementId)")
    return {one for one in all_ if not one.endswith("_label")}


def replaced(page: Any, element: str) -> Shown:
    """Open the menu of what an element can be made; return its entries."""
    chosen(page, element)
    page.click(".djs-context-pad [data-action=replace]")
    page.wait_for_selector(".djs-popup [data-id]")
    return shown(page, ".djs-popup", "data-id")


def led_to(page: Any, target: str) -> None:
    """Lead the chosen element on to another one, in the panel."""
    panel = page.locator("[data-panel]")
    panel.get_by_label("One more way, to", exact=True).select_option(target)
    panel.locator("button", has_text="Add this way").click()


def named(page: Any, word: str) -> None:
    for language in ("Vietnamese", "English", "Indonesian"):
        fill(page, f"Name in {language}", word)


def test_palette_pads_and_menus_offer_exactly_what_runs(visit, commune, drawer) -> None:
    page = opened(visit, drawer, blank(drawer, commune, "offered"))
    assert set(process_palette().elements) == {kind.value for kind in RUNS.values()}
    assert set(process_palette().elements) == {kind.value for kind in NodeKind}
    drawn = {f"create.{kind}" for kind in RUNS if kind != "boundary"}
    assert shown(page, ".djs-palette") == sorted(TOOLS - {"line"} | drawn)
    page.keyboard.press("Escape")
    after = {f"append.{kind}" for kind in RUNS if kind not in {"start", "boundary"}}
    pad = ".djs-context-pad.open"
    chosen(page, "receive")
    whole = after | {"append.boundary", "connect", "replace", "delete"}
    assert shown(page, pad) == sorted(whole)
    assert replaced(page, "receive") == sorted(TASKS - {"step"})
    page.keyboard.press("Escape")
    chosen(page, "start")
    assert shown(page, pad) == sorted(after | {"connect", "delete"})
    chosen(page, "end")
    assert shown(page, pad) == ["delete"]
    choice = appended(page, "receive", "choice")
    assert replaced(page, choice) == sorted(GATEWAYS - {"choice"})
    timer = appended(page, choice, "timer")
    chosen(page, timer)
    assert shown(page, pad) == sorted(after | {"connect", "delete"}), "a timer is nothing else"
    limit = appended(page, "receive", "boundary")
    chosen(page, limit)
    assert shown(page, pad) == sorted(after | {"connect", "delete"})
    page.click("[data-view-button=list]")
    page.locator(".process-line-name").nth(1).click()
    offered = page.locator(".process-line-now select option")
    kinds = sorted(offered.evaluate_all("all => all.map((one) => one.value)"))
    assert kinds == sorted(set(RUNS) - {"start"})


def timed(page: Any, kept: Any) -> str:
    """A choice with a condition, made of ways side by side and back; a waiting time after it."""
    choice = appended(page, "receive", "choice")
    assert replaced(page, choice) == ["parallel"]
    page.click(".djs-popup [data-id=parallel]")
    kind = page.locator("[data-panel]").get_by_label("Kind of element", exact=True)
    expect(kind).to_have_value("parallel")
    saved(page)
    assert NodeKind.PARALLEL in kinds_of(kept())
    fill(page, "Kind of element", "choice")
    expect(kind).to_have_value("choice")
    timer = appended(page, choice, "timer")
    named(page, "Chờ")
    fill(page, "How the time is counted", "working")
    fill(page, "Working hours to wait", "12,5")
    fill(page, "Unit", "handling")
    chosen(page, choice)
    led_to(page, "end")
    page.get_by_label("Taken when no other way fits").first.check()
    value = page.locator(".process-condition").get_by_label("value", exact=True)
    expect(value).to_have_count(1)  # the panel is drawn anew: that way needs no condition now
    value.select_option("accepted")
    return timer


def limited(page: Any) -> None:
    """A step with a limit of its own: two days and four hours of the calendar."""
    limit = appended(page, "receive", "boundary")
    named(page, "Quá lâu")
    fill(page, "Days", "2")
    fill(page, "and hours", "4")
    chosen(page, limit)
    led_to(page, "end")
    chosen(page, "receive")
    way = page.locator("[data-panel] .process-entry", has_text="Remove this way").first
    assert way.locator("select").input_value() == "end"
    way.locator("button", has_text="Remove this way").click()


def asked(page: Any, after: str) -> str:
    """A question to another unit, and where its answer is awaited."""
    ask = appended(page, after, "send")
    named(page, "Hỏi ý kiến")
    for label, value in (
        ("Who does it (role)", "coordinator"), ("Unit", "opinion"),
        ("What is done to the dossier", "opinion"), ("Working hours", "16"),
    ):  # fmt: skip
        fill(page, label, value)
    page.click("text=Add an ending")
    for language in ("Vietnamese", "English", "Indonesian"):
        control = page.locator("[data-panel] .process-entry").first
        control.get_by_label(f"Name in {language}").fill("Thống nhất")
        control.get_by_label(f"Name in {language}").press("Tab")
    answer = appended(page, ask, "receive")
    named(page, "Nhận ý kiến")
    page.locator("[data-panel]").get_by_label("Hỏi ý kiến").check()
    return answer


def decided(page: Any, after: str) -> str:
    """A table: by post the fast way, otherwise the slow one."""
    decision = appended(page, after, "decision")
    named(page, "Chọn đường")
    page.click("text=Open the table")
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Asked 1").select_option("channel")
    dialog.get_by_label("Comes out 1").fill("Đường đi")
    dialog.get_by_label("Comes out 1").press("Tab")
    for at, word in enumerate(("nhanh", "chậm")):
        dialog.get_by_role("button", name="Add a row").click()
        row = dialog.locator("tbody tr").nth(at)
        if at == 0:
            row.locator("td:not(.process-out) select").select_option("post")
        row.locator(".process-out input").fill(word)
        row.locator(".process-out input").press("Tab")
    dialog.get_by_label("When several rows fit").select_option("FIRST")
    page.click("text=Close the table")
    return decision


def called(page: Any, after: str) -> str:
    """Another process, by its pinned version; then the end."""
    call = appended(page, after, "call")
    named(page, "Giải quyết")
    fill(page, "Which process", "standard 1")
    led_to(page, "end")
    return call


def test_each_kind_is_drawn_described_saved_and_read_back(visit, commune, drawer) -> None:
    draft = blank(drawer, commune, "every_kind")
    page = opened(visit, drawer, draft, width=1600)
    kept = partial(drawing_kept, drawer, draft.id)
    timer = timed(page, kept)
    limited(page)
    call = called(page, decided(page, asked(page, timer)))
    saved(page)
    assert [one for one in findings(page) if "To mend" in one] == []
    for light in ("dark", "light"):
        page.emulate_media(color_scheme=light)
        assert axe_violations(page) == []
    checked = kept()
    assert checked.runs
    read = kinds_of(checked)
    assert set(read) == set(RUNS.values()) - {NodeKind.PARALLEL, NodeKind.SERVICE}
    read_back(read)
    again = opened(visit, drawer, draft)
    shows_again(again, timer, call)


def drawing_kept(drawer: Actor, draft_id: int) -> Checked:
    """Return the drawing as it is kept now, checked."""
    with scope_use(SYSTEM):
        draft = draft_get(drawer, draft_id)
        return drawing_checked(draft.bpmn, key=draft.key)


def kinds_of(checked: Checked) -> dict[NodeKind, Node]:
    return {node.kind: node for node in checked.diagram.nodes.values()}


def read_back(read: dict[NodeKind, Node]) -> None:
    """What was saved is what was chosen."""
    waits, limit = read[NodeKind.TIMER].timer, read[NodeKind.EDGE]
    assert waits is not None
    assert (str(waits.hours), waits.unit) == ("12.5", "handling")
    assert limit.timer is not None
    assert (limit.timer.minutes, limit.attached) == ((2 * 24 + 4) * 60, "receive")
    send = read[NodeKind.SEND]
    assert send.step is not None
    assert (send.step.act, send.step.role, send.step.unit) == ("opinion", "coordinator", "opinion")
    assert [one.names["id"] for one in send.step.outcomes] == ["Thống nhất"]
    assert read[NodeKind.RECEIVE].awaits == (send.id,)
    assert read[NodeKind.CALL].call == Call("standard", 1)
    table = read[NodeKind.RULE].decision
    assert table is not None
    assert [one.reads for one in table.inputs] == ["channel"]
    for channel, way in (("post", "nhanh"), ("online", "chậm")):
        assert table.decide(reads_of(table, {"channel": channel}))[1] == {"duong_di": way}
    choice = read[NodeKind.CHOICE]
    ways = {one.target: (one.condition, one.id == choice.default) for one in choice.outgoing}
    assert ways[read[NodeKind.END].id] == ('outcome == "accepted"', False)
    assert ways[read[NodeKind.TIMER].id] == (None, True)
    assert read[NodeKind.TIMER].names["en"] == "Chờ"


def shows_again(page: Any, timer: str, call: str) -> None:
    """Opened anew the panel says the same."""
    panel = page.locator("[data-panel]")
    chosen(page, timer)
    assert panel.get_by_label("Working hours to wait").input_value() == "12.5"
    chosen(page, call)
    assert panel.get_by_label("Which process").input_value() == "standard 1"
    page.click("[data-view-button=list]")
    lines = page.locator(".process-lines").inner_text()
    for word in ("Chờ", "Quá lâu", "Hỏi ý kiến", "Nhận ý kiến", "Chọn đường", "Giải quyết"):
        assert word in lines, word
    assert axe_violations(page) == []

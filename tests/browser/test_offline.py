"""The line is down: intake goes on in the browser for hours, and everything comes in exactly once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.browser.test_intake_wedge import wedge
from tests.builders.dossiers import commune_at_work
from tests.builders.identity import actor_make, client_for

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import Status
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimBook, InterimSlip

pytestmark = pytest.mark.browser
PASSWORD = "quầy số ba, sáng sớm"
PEOPLE = (
    ("Nông Thị Mai Hương", "019188000123"),
    ("Lò Văn Ải", "019190000234"),
    ("Thào Mí Sính", "019185000345"),
    ("Hoàng Thị Tày", "019177000456"),
)
CARD = "{number}|090123456|{name}|14031988|Nữ|Tổ 5, phường Bách Quang|12082021"
# Everything that the browser keeps, as bytes and as texts, whatever store it lies in.
RAW = """async () => {
  const found = [];
  const bytes = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const raw = new Uint8Array(value.buffer || value);
      found.push(new TextDecoder('utf-8', {fatal: false}).decode(raw));
      found.push(new TextDecoder('utf-16le', {fatal: false}).decode(raw));
    } else if (value instanceof CryptoKey) found.push('KEY');
    else if (value && typeof value === 'object') Object.entries(value).forEach(([name, one]) => { found.push(name); bytes(one); });
    else found.push(String(value));
  };
  for (const {name} of await indexedDB.databases()) {
    const base = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const store of base.objectStoreNames) {
      const rows = await new Promise((done) => { const asked = base.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result); });
      rows.forEach(bytes);
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push(request.url);
      const answer = await cache.match(request);
      if (/html|json|javascript/.test(answer.headers.get('Content-Type') || '')) found.push(await answer.text());
    }
  }
  [localStorage, sessionStorage].forEach((store) => Object.entries({...store}).forEach((pair) => found.push(...pair)));
  return found.join('\\n');
}"""

# Both slips are changed as if by another tab: the first though it is on its way.
BEHIND = """async () => {
  const store = window.motcuaStore;
  const base = await new Promise((done) => { const asked = indexedDB.open('motcua-offline'); asked.onsuccess = () => done(asked.result); });
  const slips = (await store.all('slips')).sort((one, other) => one.seq - other.seq);
  const work = base.transaction('slips', 'readwrite');
  work.objectStore('slips').put({ ...slips[0], iv: slips[1].iv, box: slips[1].box });
  work.objectStore('slips').put({ ...slips[1], state: 'cancelled' });
  await new Promise((done) => { work.oncomplete = done; });
  base.close();
}"""
# The server fails with the first slip and refuses the second; the console stays clean.
FAILS = """() => {
  const real = window.fetch;
  window.asked = [];
  window.fetch = async (address, how) => {
    if (!String(address).endsWith('/sync/')) return real(address, how);
    const { seq } = JSON.parse(how.body);
    window.asked.push(seq);
    if (seq === 1) return new Response('', { status: 500 });
    if (seq > 2) return real(address, how);
    return new Response('{"message": "-"}', { status: 422, headers: { 'Content-Type': 'application/json' } });
  };
}"""
PAPER = "() => { window.print = () => { window.printed = (window.printed || 0) + 1; }; }"
CONTROLLED = """() => navigator.serviceWorker.controller ? true : new Promise((done) =>
  navigator.serviceWorker.addEventListener('controllerchange', () => done(true)))"""


@pytest.fixture
def commune(served):
    with scope_use(SYSTEM):
        return commune_at_work()


def prepare(page):
    page.wait_for_selector("[data-view=prepare]:visible")
    page.fill("#prepare-name", "Quầy 3")
    page.fill("#prepare-password", PASSWORD)
    page.fill("#prepare-again", PASSWORD)
    page.click("[data-prepare] button")
    page.wait_for_selector("[data-search]:visible")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(CONTROLLED)
    page.evaluate(PAPER)


def unlock(page):
    page.wait_for_selector("[data-view=locked]:visible")
    page.fill("#unlock-password", PASSWORD)
    page.click("[data-unlock] button >> nth=0")
    page.wait_for_selector("[data-view=work]:visible")
    page.evaluate(PAPER)


def choose(page):
    page.wait_for_selector("[data-search]:visible")
    page.fill("[data-search]", "hon nhan")
    page.press("[data-search]", "Enter")
    page.wait_for_selector("[name=applicant-card]:focus")


def take_in(page, name, number, submit=True):
    choose(page)
    page.keyboard.insert_text(CARD.format(number=number, name=name))
    page.keyboard.press("Enter")
    for box in page.locator("[data-paper] [data-given]").all():
        box.check()
    if page.locator("#cash-no").is_visible():
        page.check("#cash-no")
    if submit:
        before = page.locator("[data-slips] li").count()
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(f"[data-slips] li:nth-child({before + 1})")


def cut(page):
    """No packet goes out, and whatever would still come to the server is given up too."""
    page.context.set_offline(True)
    page.context.route("**/*", lambda route: route.abort())
    page.wait_for_selector("[data-line-badge].tone-due_soon")


def lost_answer(page):
    """Let the line come back; the server's first answer never arrives, though it did the work."""
    lost = []

    def lose_one(route):
        if lost:
            route.continue_()
            return
        route.fetch()
        lost.append(json.loads(route.request.post_data))
        route.abort()

    page.context.unroute("**/*")
    page.context.route("**/office/offline/sync/", lose_one)
    page.context.set_offline(False)
    return lost


def nothing_in_clear(page, *words):
    raw = page.evaluate(RAW)
    assert [word for word in words if word in raw] == []
    assert "KEY" not in raw.split("\n")


def hours_later(page, moment):
    """Come back after more than the idle time: what was open has locked itself meanwhile."""
    page.clock.set_system_time(moment)
    unlock(page)


def morning(page, start):
    """Three hours and more of work, with the machine restarted in the middle of it."""
    page.clock.install(time=start + timedelta(minutes=5))
    take_in(page, *PEOPLE[0])
    hours_later(page, start + timedelta(hours=2))
    take_in(page, *PEOPLE[1])
    assert page.evaluate("window.printed") == 2
    page.reload()
    unlock(page)
    hours_later(page, start + timedelta(hours=4, minutes=10))
    take_in(page, *PEOPLE[2])
    page.locator("[data-act=edit] >> nth=0").click()
    page.fill("[name=applicant-phone]", "0912 345 678")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-search]:visible")
    take_in(page, "Nhầm Người", "019166000567")
    page.locator("[data-act=cancel] >> nth=0").click()
    page.fill("#cancel-reason", "Người dân đổi ý")
    page.click("#cancel-slip button[value=yes]")
    page.wait_for_selector("[data-state=cancelled]")


def test_four_hours_without_a_line_and_everything_comes_in_once(commune, visit, served):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    real = clock.now()
    start = real - timedelta(hours=4, minutes=30)
    cut(page)
    ends = start + timedelta(hours=12)
    with scope_use(SYSTEM):  # as if it had been prepared this morning
        InterimBook.objects.update(issued_at=start, ends_at=ends, seen_at=start)
    morning(page, start)
    said = [word for person in PEOPLE[:3] for word in person]
    nothing_in_clear(page, *said, "Nhầm Người", "Người dân đổi ý", "0912", PASSWORD)
    page.clock.set_system_time(real)
    lost = lost_answer(page)
    page.clock.run_for(60_000)
    page.wait_for_selector("[data-slips] [data-state=came]:nth-child(4)", timeout=20_000)
    page.wait_for_selector("[data-slips] [data-state=came]:nth-child(1)", timeout=20_000)
    assert lost[0]["seq"] == 1
    with scope_use(SYSTEM):
        slips = list(InterimSlip.objects.order_by("seq"))
        assert [(one.seq, one.state) for one in slips] == [
            (1, "accepted"), (2, "accepted"), (3, "accepted"), (4, "cancelled"),
        ]  # fmt: skip
        for slip, hours in zip(slips[:3], (1 / 12, 2, 4 + 1 / 6), strict=True):
            dossier = dossier_get(slip.dossier_code)
            assert dossier.status is Status.ACCEPTED
            late = abs(dossier.accepted_at - (start + timedelta(hours=hours)))
            assert late < timedelta(minutes=2)
            assert dossier.timeline[0].data["interim"]["number"] == slip.number
        assert dossier_get(slips[2].dossier_code).applicant.phone == "0912 345 678"
        assert verify_all().good
    nothing_in_clear(page, *said)


def test_the_hand_scanner_reads_a_card_wherever_the_cursor_stands(commune, visit):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    cut(page)
    choose(page)
    page.fill("[name=applicant-phone]", "0912")
    page.focus("[name=applicant-phone]")
    wedge(page)
    page.wait_for_selector("[data-given]:focus")
    assert page.input_value("[name=applicant-name]") == "Nông Thị Mai Hương"
    assert page.input_value("[name=applicant-phone]") == "0912"
    page.locator("[data-owner] summary").click()
    page.focus("[name=owner-name]")
    wedge(page)
    expect(page.locator("[name=owner-id_number]")).to_have_value("019188000123")
    assert page.input_value("[name=owner-card]"), "the server reads what was scanned"


def test_the_paper_slip_tells_its_number_and_the_true_time(commune, visit):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    cut(page)
    take_in(page, *PEOPLE[1])
    page.emulate_media(media="print")
    sheets = page.locator("[data-sheet]").all_inner_texts()
    assert len(sheets) == 2
    number = f"{clock.today():T%y%m%d}-01-001"
    for sheet in sheets:
        assert number in sheet
        assert PEOPLE[1][0] in sheet
        assert "PHIẾU TIẾP NHẬN TẠM" in sheet


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_and_nothing_is_too_wide(commune, visit, width):
    page = visit("/office/offline/", commune.counter, width=width)
    page.wait_for_selector("[data-view=prepare]:visible")
    assert axe_violations(page) == []
    prepare(page)
    take_in(page, *PEOPLE[3], submit=False)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("[data-lock]")
    page.wait_for_selector("[data-view=locked]:visible")
    assert "Hoàng Thị Tày" not in page.content()
    assert axe_violations(page) == []


def test_what_is_wrong_leads_to_its_field(commune, visit):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    choose(page)
    page.keyboard.press("Control+Enter")
    wrong = page.locator("[data-wrong] a")
    for link, field in (
        (0, "[name=applicant-name]"),
        (1, "[data-paper] [data-given] >> nth=0"),
        (2, "#cash-no"),
    ):
        wrong.nth(link).click()
        assert page.locator(field).evaluate("one => one === document.activeElement"), field
        assert page.locator(field).get_attribute("aria-invalid") == "true"
    assert axe_violations(page) == []
    page.check("#cash-no")
    page.keyboard.press("Control+Enter")
    assert wrong.count() == 2
    assert page.locator("#cash-no").get_attribute("aria-invalid") is None


def test_what_was_being_typed_is_carried_over_in_memory(commune, visit, served):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    page.click("[data-lock]")
    page.goto(served + "/office/intake/")
    page.keyboard.type("hon nhan")
    page.keyboard.press("Enter")
    page.wait_for_selector("#intake-form")
    page.fill("[name=applicant-name]", "Đang Gõ Dở")
    page.locator("[data-given] >> nth=0").check()
    page.context.set_offline(True)
    page.wait_for_selector("[data-go-offline]:visible")
    assert axe_violations(page) == []
    with page.context.expect_page() as opened:
        page.click("[data-go-offline]")
    beside = opened.value
    unlock(beside)
    beside.wait_for_selector("[data-form]:visible")
    assert beside.input_value("[name=applicant-name]") == "Đang Gõ Dở"
    assert beside.locator("[data-paper] [data-given] >> nth=0").is_checked()
    key = page.input_value("#intake-form [name=key]")  # both are one form, so one dossier
    assert key
    assert beside.evaluate("window.motcuaForm.content().form_key") == key
    assert page.input_value("[name=applicant-name]") == "Đang Gõ Dở"  # the page stays as it was
    page.keyboard.press("Control+Enter")  # would have ended on the browser's own error page
    assert page.locator("#intake-form").count() == 1
    nothing_in_clear(beside, "Đang Gõ Dở")


def test_a_wrong_password_opens_nothing_and_a_colleague_opens_with_the_session(
    commune, visit, served
):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    cut(page)
    take_in(page, *PEOPLE[0])
    page.click("[data-lock]")
    page.wait_for_selector("[data-view=locked]:visible")
    page.fill("#unlock-password", "không phải mật khẩu")
    page.click("[data-unlock] button >> nth=0")
    page.wait_for_selector(".offline-wrong-words")
    assert PEOPLE[0][0] not in page.content()
    with scope_use(SYSTEM):
        colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    session = client_for(colleague).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
    page.context.unroute("**/*")
    page.context.set_offline(False)
    page.wait_for_selector("[data-open-session]:visible", timeout=20_000)
    page.click("[data-open-session]")
    page.wait_for_selector("[data-slips] [data-state=came]", timeout=20_000)
    with scope_use(SYSTEM):
        slip = InterimSlip.objects.get()
        assert (slip.state, slip.came_by) == ("accepted", colleague.account_id)
        told = dossier_get(slip.dossier_code).timeline[0].data["interim"]
    assert told["by"] == commune.counter.account_id


def test_after_the_session_ended_it_asks_to_sign_in_and_nothing_is_lost(commune, visit):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    cut(page)
    take_in(page, *PEOPLE[0])
    page.context.clear_cookies()
    page.context.unroute("**/*")
    page.context.set_offline(False)
    page.wait_for_selector("[data-signed-out]:visible", timeout=20_000)
    page.reload()  # the shell still comes, though nobody is signed in
    page.wait_for_selector("[data-sign-in-link]:visible")
    unlock(page)
    assert page.locator("[data-slips] li").count() == 1
    with scope_use(SYSTEM):
        assert not InterimSlip.objects.exists()


def test_a_change_made_after_a_lost_answer_is_told_and_kept(commune, visit):
    """The server had the slip already when the line broke again: the change must not vanish."""
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    cut(page)
    take_in(page, *PEOPLE[0])
    broken = []

    def break_again(route):
        if not broken:
            route.fetch()
            broken.append(True)
        route.abort()

    page.context.unroute("**/*")
    page.context.route("**/office/offline/sync/", break_again)
    page.context.set_offline(False)
    page.wait_for_event("requestfailed", lambda request: request.url.endswith("/sync/"))
    cut(page)
    page.locator("[data-act=edit] >> nth=0").click()
    page.fill("[name=applicant-phone]", "0912 345 678")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-search]:visible")
    page.context.unroute("**/*")
    page.context.unroute("**/office/offline/sync/")
    page.context.set_offline(False)
    page.wait_for_selector("[data-state=came] .tone-overdue", timeout=20_000)
    with scope_use(SYSTEM):
        slip = InterimSlip.objects.get()
        assert dossier_get(slip.dossier_code).applicant.phone == ""  # what came first stands
    nothing_in_clear(page, "0912")
    page.click("[data-act=print]")
    page.wait_for_selector("[data-paper-slip]:not([hidden])", state="attached")
    assert "0912 345 678" in page.locator("[data-sheet] >> nth=0").text_content()
    page.click("[data-act=seen]")
    page.wait_for_selector("[data-state=came] .tone-done")


def test_signing_out_in_another_tab_locks_the_page(commune, visit):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    page.context.clear_cookies()
    page.evaluate("window.motcuaLine.look().then(() => true)")
    page.wait_for_selector("[data-view=locked]:visible")
    assert page.locator("[data-view=work]:visible").count() == 0


def test_what_is_changed_behind_the_back_of_the_sending_goes_out_or_is_told(commune, visit):
    """The second slip is cancelled while the first is on its way; the first, from another tab."""
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    cut(page)
    take_in(page, *PEOPLE[0])
    take_in(page, *PEOPLE[1])
    sent = []

    def change_meanwhile(route):
        sent.append(json.loads(route.request.post_data))
        if len(sent) == 1:
            page.evaluate(BEHIND)
            route.continue_()
        else:
            route.fulfill(json={"state": "cancelled", "words": "Đã hủy", "doubts": [], "url": "/"})

    page.context.unroute("**/*")
    page.context.route("**/office/offline/sync/", change_meanwhile)
    page.context.set_offline(False)
    page.wait_for_selector("[data-slips] [data-state=came]:nth-child(2)", timeout=20_000)
    page.wait_for_selector("[data-slips] [data-state=came]:nth-child(1)", timeout=20_000)
    assert [(one["seq"], one["kind"]) for one in sent] == [(1, "accept"), (2, "cancel")]
    with scope_use(SYSTEM):
        assert InterimSlip.objects.get().state == "accepted"
    assert page.locator("[data-slips] li:nth-child(2) .tone-overdue").count() == 1  # told as late
    assert page.locator("[data-slips] li:nth-child(2) [data-act=seen]").count() == 1


def test_one_slip_that_the_server_fails_on_does_not_stop_those_behind(commune, visit):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    cut(page)
    for one in PEOPLE[:3]:
        take_in(page, *one)
    page.evaluate(FAILS)
    page.context.unroute("**/*")
    page.context.set_offline(False)
    page.wait_for_selector("[data-slips] [data-state=came]:nth-child(1)", timeout=20_000)
    page.evaluate("window.motcuaLine.look().then(() => true)")
    page.wait_for_timeout(1500)
    asked = page.evaluate("window.asked")
    assert asked.count(1) > 1
    assert asked.count(2) == 1  # what was refused is not sent again by itself
    assert len(asked) < 6  # nor does it ask without a pause
    page.click("[data-sync-now]")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.asked").count(2) == 2


def test_a_colleague_sees_the_list_and_no_form(commune, visit, served):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    with scope_use(SYSTEM):
        colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    page.click("[data-lock]")
    session = client_for(colleague).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
    page.evaluate("window.motcuaLine.look().then(() => true)")
    page.click("[data-open-session]")
    page.wait_for_selector("[data-view=work]:visible")
    page.wait_for_selector("[data-foreign]:visible")
    assert not page.locator("[data-search]").is_visible()
    assert axe_violations(page) == []
    page.click("[data-view=work] [data-prepare-own]")  # locks first
    page.wait_for_selector("[data-view=prepare]:visible")
    assert not page.locator("[data-lock]").is_visible()


def test_a_slip_that_cannot_be_opened_is_not_overwritten_and_the_count_is_told(commune, visit):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    cut(page)
    take_in(page, *PEOPLE[0])
    page.evaluate("() => { window.motcuaForm.restore = () => false; }")
    page.locator("[data-act=edit] >> nth=0").click()
    page.wait_for_selector(".offline-wrong-words")
    take_in(page, *PEOPLE[1])  # a slip of its own, not a change of the first
    assert page.locator("[data-slips] li").count() == 2
    page.context.unroute("**/*")
    page.context.route("**/office/offline/sync/", lambda route: route.abort())
    page.context.set_offline(False)
    page.evaluate("window.motcuaLine.look().then(() => true)")
    with scope_use(SYSTEM):
        assert InterimBook.objects.get().used == 2
        assert not InterimSlip.objects.exists()


# As a full disk does it: the transaction is given up once everything was asked of it, and says why.
FULL = """(name) => {
  Object.defineProperty(IDBTransaction.prototype, "error", { get: () => new DOMException("", name) });
  const real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value) {
    const asked = real.call(this, value);
    const work = this.transaction;
    queueMicrotask(() => { try { work.abort(); } catch { /* it was already */ } });
    return asked;
  };
}"""


@pytest.mark.parametrize(
    ("error", "told"),
    [("QuotaExceededError", "hết chỗ"), ("AbortError", "Chưa lưu được phiếu")],
)
def test_a_store_that_fails_says_why_and_nothing_typed_is_lost(commune, visit, error, told):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    cut(page)
    take_in(page, *PEOPLE[0])
    take_in(page, *PEOPLE[1], submit=False)
    page.evaluate(FULL, error)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-wrong]:visible")
    assert told in page.inner_text("[data-wrong]")
    assert page.input_value("[name=applicant-name]") == PEOPLE[1][0]
    assert page.locator("[data-slips] li").count() == 1


def test_two_officers_of_one_computer_each_open_their_own_numbers_without_a_line(
    commune, visit, served
):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    with scope_use(SYSTEM):
        colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    page.click("[data-lock]")
    session = client_for(colleague).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
    page.evaluate("window.motcuaLine.look().then(() => true)")
    page.click("[data-view=locked] [data-prepare-own]")
    prepare(page)
    page.click("[data-lock]")
    page.wait_for_selector("[data-view=locked]:visible")
    assert page.locator("#unlock-book option").count() == 1  # with a line, the own ones alone
    assert not page.is_visible("[data-book-field]")
    cut(page)
    page.reload()
    page.wait_for_selector("[data-book-field]:visible")
    assert axe_violations(page) == []
    first = page.locator("#unlock-book option >> nth=1").get_attribute("value")
    page.select_option("#unlock-book", first)
    unlock(page)
    take_in(page, *PEOPLE[0])
    assert "-01-001" in page.inner_text("[data-slips]")


def test_two_tabs_count_together_and_show_the_same_next_number(commune, visit):
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    beside = page.context.new_page()
    beside.goto(page.url)
    unlock(beside)
    cut(page)
    take_in(page, *PEOPLE[0])
    take_in(beside, *PEOPLE[1])
    page.evaluate("window.motcuaLine.look().then(() => true)")
    page.wait_for_selector("[data-slips] li:nth-child(2)")
    page.wait_for_function(
        "document.querySelector('[data-book-words]').textContent.includes('-003')"
    )
    numbers = page.locator("[data-slips] [data-number]").all_inner_texts()
    assert [one[-4:] for one in numbers] == ["-002", "-001"]

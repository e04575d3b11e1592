"""Frozen reports in the browser: signed with the keyboard on a phone, printed, nothing for axe."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.builders.frozen import (
    MONTH,
    OCTOBER,
    REPORT,
    bureau_make,
    frozen_make,
    late_entry,
    renewed,
    rule_order,
    sent,
)

from motcua.indicators.models import Proof
from motcua.kernel import clock
from motcua.kernel.claims import CLAIM
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.models import ReportOrder
from motcua.oversight.frozen.services import asking, working
from motcua.oversight.frozen.services.scheduling import rule_set
from motcua.oversight.frozen.types import Reach

pytestmark = [pytest.mark.browser]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
URL = "/office/frozen-reports/"


def looked(page: Any, name: str, width: int) -> None:
    """Nothing sideways, nothing for axe; a picture where pictures are wanted."""
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_signed_followed_and_printed(visit: Any, served: str, time_stands: Any, width: int) -> None:
    with scope_use(SYSTEM):
        bureau = bureau_make()
        with clock.clock_set(OCTOBER):
            order = rule_order(reach=Reach.BELOW)
            rule_set(actor=bureau.above, unit_id=bureau.province.id, order=order)
            first = sent(bureau, frozen_make(bureau))
            late_entry(bureau)
            second = renewed(bureau, first)
    time_stands(OCTOBER)
    page = visit(f"{URL}{second}/", bureau.maker, width=width)
    expect(page.get_by_role("heading", name="Khác gì so với bản 1")).to_be_visible()
    looked(page, "frozen-report", width)
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Ký", exact=True).press("Enter")
    expect(page.locator(".badge", has_text="chờ phê duyệt").first).to_be_visible()
    page.get_by_role("button", name="Tính lại ngay").press("Enter")
    expect(page.get_by_text("đang được tính lại và so sánh")).to_be_visible()
    working.orders_work()
    expect(page.get_by_text("cùng mốc chốt cho cùng số liệu")).to_be_visible()
    page.emulate_media(media="print")
    assert not page.locator("nav.rail, .acts details").first.is_visible()
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"frozen-print-{width}.png"), full_page=True)
    page.emulate_media(media="screen")
    for name, path in (
        ("frozen-own", URL),
        ("frozen-codes", f"{URL}{second}/codes/?line=&column=c3"),
        ("frozen-schedule", f"{URL}schedule/"),
    ):
        page.goto(f"{served}{path}")
        page.locator("h1").wait_for()
        looked(page, name, width)
    page = visit(f"{URL}received/", bureau.above, width=width)
    page.locator("h1").wait_for()
    looked(page, "frozen-received", width)


@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_made_while_somebody_looks(visit: Any, time_stands: Any, width: int) -> None:
    with scope_use(SYSTEM):
        bureau = bureau_make()
        with clock.clock_set(OCTOBER), translation.override("vi"):
            asked = {"unit_id": bureau.unit_id, "period": MONTH}
            asking.report_freeze(actor=bureau.maker, report=REPORT, **asked)
            asking.report_freeze(actor=bureau.leader, report="lateness", **asked)
            failed = ReportOrder.objects.filter(report="lateness")
            failed.update(tries=working.TRIES)
            ReportOrder.objects.filter(report=REPORT).update(not_before=OCTOBER + CLAIM)
            working.orders_work()
    time_stands(OCTOBER)
    page = visit(URL, bureau.maker, width=width)
    expect(page.get_by_text("Đang chờ đến lượt.")).to_be_visible()
    expect(page.get_by_text("Hệ thống gặp lỗi nhiều lần.")).to_be_visible()
    looked(page, "frozen-failed", width)
    with scope_use(SYSTEM):
        rows = ReportOrder.objects.filter(report=REPORT)
        rows.update(begun_at=OCTOBER, part="numbers", done=12, total=80)
    expect(page.get_by_text("12 trên 80")).to_be_visible(timeout=15_000)
    looked(page, "frozen-making", width)
    page.locator("summary", has_text="Chốt báo cáo ngay").click()
    page.locator("select").first.select_option(index=1)
    with scope_use(SYSTEM):
        rows.update(not_before=None)
    with clock.clock_set(OCTOBER):
        assert working.orders_work() == 1
    done = page.locator("[data-orders-done]")
    expect(done).to_be_visible(timeout=15_000)
    assert page.locator("select").first.evaluate("one => one.selectedIndex") == 1
    done.get_by_role("link").click()
    expect(page.locator("main").get_by_role("link", name="II.06a").first).to_be_visible()
    page.get_by_role("button", name="Yêu cầu lại").click()
    expect(page.get_by_text("Đang chờ đến lượt.")).to_be_visible()
    with clock.clock_set(OCTOBER):
        assert working.orders_work() == 1
    made = page.locator("main").get_by_role("link", name="II.07")
    expect(made.first).to_be_visible(timeout=15_000)  # nothing was typed: it came by itself
    with scope_use(SYSTEM):
        Proof.objects.create(name="figures", broken_at=OCTOBER)
    try:
        page.goto(page.url)
        expect(page.get_by_text("không khớp với các bản ghi đã niêm phong").first).to_be_visible()
        looked(page, "frozen-unproved", width)
    finally:
        with scope_use(SYSTEM):
            Proof.objects.filter(name="figures").delete()

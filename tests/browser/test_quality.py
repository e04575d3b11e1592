"""An audit from its plan to its report: finding, corrective action, evidence, another's check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.documents import pdf_make, pdf_text
from tests.builders.quality import Kept, kept_make

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.browser]


def fits(page: Any, width: int) -> None:
    """Nothing for axe, nothing to scroll sideways."""
    assert axe_violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def planned(visit: Any, kept: Kept, width: int) -> str:
    """Plan an audit; first with an auditor of their own work. Return its address."""
    page = visit("/office/audits/", kept.keeper, width=width, language="en")
    page.refusals.append(422)
    fits(page, width)
    page.get_by_role("link", name="Plan an audit").click()
    page.get_by_label("What the audit is called").fill("Đánh giá quý (mẫu)")
    page.get_by_label("Against what").fill("TCVN ISO 9001:2015, 8.5.1")
    page.get_by_label(kept.unit.full_name, exact=True).check()
    lead = page.get_by_label("Leading auditor")
    lead.select_option(str(kept.officer.account_id))
    day = clock.today().isoformat()
    page.get_by_label("First day").fill(day)
    page.get_by_label("Last day").fill(day)
    page.get_by_role("button", name="Put it into the programme").click()
    page.get_by_text("Nobody audits their own work").first.wait_for()
    fits(page, width)
    lead.select_option(str(kept.auditor.account_id))
    page.get_by_role("button", name="Put it into the programme").click()
    page.get_by_text("stands in the programme").wait_for()
    fits(page, width)
    return str(page.url).partition("/office/")[2]


def concluded(visit: Any, kept: Kept, path: str, width: int) -> tuple[Any, str]:
    """Hold the audit, record a finding with a file, conclude; return the number of what opened."""
    page = visit(f"/office/{path}", kept.auditor, width=width, language="en")
    page.get_by_role("button", name="Begin the audit").click()
    page.get_by_role("link", name="Record a finding").click()
    page.get_by_label("Minor non-conformity").check()
    page.get_by_label("Clause or requirement").fill("8.5.1")
    page.get_by_label("What was found").fill("Phiếu không có chữ ký (mẫu)")
    sent = {"name": "anh.pdf", "mimeType": "application/pdf", "buffer": pdf_make()}
    page.get_by_label("Evidence").set_input_files(sent)
    fits(page, width)
    page.get_by_role("button", name="Record it", exact=True).click()
    page.get_by_text("Finding 1 is recorded.").wait_for()  # a form with a file keeps its message
    page.get_by_text("1. Phiếu không có chữ ký (mẫu)").wait_for()
    page.get_by_label("Conclusion").fill("Hệ thống có hiệu lực (mẫu)")
    page.get_by_role("button", name="Conclude the audit").click()
    page.get_by_text("Concluded. Opened:").wait_for()
    fits(page, width)
    return page, page.locator("td a[href*='nonconformities/']").first.inner_text()


def acted(page: Any, kept: Kept, width: int) -> None:
    """Put it right, find the cause, decide an action."""
    page.get_by_label("In your words").first.fill("Đã ký bù (mẫu)")
    page.get_by_role("button", name="Record what was put right").click()
    page.get_by_text("Đã ký bù (mẫu)").first.wait_for()
    page.locator("details[open]").get_by_label("In your words").fill("Mẫu cũ thiếu ô ký (mẫu)")
    page.get_by_role("button", name="Record the cause").click()
    page.get_by_text("Mẫu cũ thiếu ô ký (mẫu)").first.wait_for()
    page.get_by_label("What is done so that").fill("Sửa mẫu (mẫu)")
    page.get_by_label("Responsible person").select_option(str(kept.officer.account_id))
    page.get_by_label("Until").fill((clock.today() + timedelta(days=5)).isoformat())
    fits(page, width)
    page.get_by_role("button", name="Decide the action").click()
    page.get_by_text("being corrected").first.wait_for()


@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_plan_to_the_report(visit, width):
    with scope_use(SYSTEM):
        kept = kept_make()
    path = planned(visit, kept, width)
    audit, code = concluded(visit, kept, path, width)
    page = visit(f"/office/nonconformities/{code}/", kept.keeper, width=width, language="en")
    fits(page, width)
    acted(page, kept, width)

    doer = visit("/office/nonconformities/", kept.officer, width=width, language="en")
    fits(doer, width)
    doer.get_by_role("link", name=code).first.click()
    doer.get_by_label("What was done, and what proves it").fill("Mẫu mới đã dùng (mẫu)")
    sent = {"name": "mau.pdf", "mimeType": "application/pdf", "buffer": pdf_make()}
    doer.locator("details[open] input[type=file]").set_input_files(sent)
    doer.get_by_role("button", name="Record that it is done").click()
    doer.get_by_text("effect to be checked").first.wait_for()
    assert doer.get_by_text("Check whether action").count() == 0

    other = visit(f"/office/nonconformities/{code}/", kept.leader, width=width, language="en")
    other.get_by_label("It works").check()
    other.get_by_label("By what that is seen").fill("Xem 20 hồ sơ (mẫu)")
    other.get_by_role("button", name="Record the check").click()
    other.get_by_text("The action was checked: it works").wait_for()
    fits(other, width)

    page.goto(page.url.partition("/office/")[0] + f"/office/{path}")
    page.get_by_role("button", name="Close the audit").click()
    page.get_by_text("The audit is closed.").wait_for()
    fits(page, width)
    report = page.request.get(page.url + "report/")
    assert code in pdf_text(report.body())
    assert audit.url == page.url

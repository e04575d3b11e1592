"""A template is written and approved by another; a specialist drafts from it; a leader reads what
was changed and signs; the clerk numbers and seals; the result holds the dossier's data."""

from __future__ import annotations

import os

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.documents import pdf_text
from tests.builders.dossiers import commune_at_work, dossier_accepted, item_of, work_do
from tests.builders.identity import actor_make
from tests.builders.signatures import commune_keys, signers

from motcua.documents.queries import file_open
from motcua.dossiers.queries import dossier_get
from motcua.drafting.services import text_save
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


def shot(page, name):
    """Keep a picture of the whole page where somebody wants to look at it."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def small(visit, path, actor, name):
    """Look at a page on a phone: nothing is wider than it."""
    page = visit(path, actor, width=360)
    shot(page, f"{name}-360")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


@pytest.fixture
def people(served):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        writer = actor_make(role=Role.CONTROLLER, unit=commune.unit)
        code = dossier_accepted(commune)
        work_do(
            code, Act.ASSIGN, commune.leader, item_of(code, Act.ASSIGN).outcomes[0].code,
            assign_to=commune.specialist.account_id,
        )  # fmt: skip
    return commune, writer, code


def write(page):
    """Write a template; a name that is nearly right is refused with its spot."""
    page.get_by_role("link", name="Soạn mẫu").click()
    page.fill("#id_name", "Giấy xác nhận (bản mẫu)")
    page.select_option("#id_kind", "confirmation")
    page.locator("form button.button-primary").last.click()
    page.fill("#id_subject", "Về việc xác nhận thông tin")
    page.fill("#id_body", "Xác nhận Ông/Bà {aplicant.name:upper}.")
    page.refusals.append(422)
    page.get_by_role("button", name="Lưu", exact=True).click()
    assert "{applicant.name}" in page.locator(".error-summary").inner_text()
    page.fill("#id_body", "Xác nhận Ông/Bà ")
    page.locator("[data-insert='{applicant.name}']").click()
    page.keyboard.type(
        ", sinh ngày {applicant.born_on:long}.\n{?applicant.phone}Điện thoại: {applicant.phone}."
    )
    shot(page, "template-edit")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("button", name="Gửi phê duyệt").click()
    page.wait_for_selector("text=chờ phê duyệt")


def approve(visit, commune, writer):
    """The writer cannot approve; the leader does."""
    own = visit("/office/templates/", writer)
    own.locator("tbody th a").first.click()
    assert own.locator("button", has_text="Phê duyệt").count() == 0
    leader = visit("/office/templates/", commune.leader)
    shot(leader, "template-list")
    assert axe_violations(leader) == []
    leader.locator("tbody th a").first.click()
    shot(leader, "template-approve")
    assert axe_violations(leader) == []
    leader.locator("button[data-confirm=approve]").click()
    leader.locator("dialog[open] [data-confirm-yes]").click()
    leader.wait_for_selector("text=Đã phê duyệt")
    shot(leader, "template-approved")


def draft(desk, commune, code):
    """Draft from the template; what misses is refused, and a colleague saves meanwhile."""
    desk.get_by_role("link", name="Soạn từ mẫu").click()
    shot(desk, "text-choose")
    desk.get_by_role("button", name="Soạn từ “Giấy xác nhận (bản mẫu)”").click()
    body = desk.locator("#id_body")
    assert body.input_value().startswith("Xác nhận Ông/Bà Nguyễn Văn Mẫu, sinh ngày [[")
    shot(desk, "text-edit")
    assert axe_violations(desk) == []
    desk.refusals += [422, 409]
    desk.locator("button[value=place]").click()
    assert "chưa có" in desk.locator(".error-summary").inner_text()
    with scope_use(SYSTEM):
        text_save(actor=commune.specialist, code=code, expected=1, wording={"body": "Khác"})
    mine = body.input_value().split(", sinh ngày")[0] + ", sinh ngày 02/01/1990."
    body.fill(mine)
    desk.locator("button[value=place]").click()
    desk.wait_for_selector("#theirs")
    assert body.input_value() == mine
    shot(desk, "text-stale")
    assert axe_violations(desk) == []
    desk.locator("button[value=place]").click()
    desk.wait_for_selector("article.result")


def read(leader):
    """Read the text and what was changed against the template."""
    assert leader.locator("ins", has_text="02/01/1990").count() >= 1
    assert leader.locator("textarea").count() == 0
    shot(leader, "text-leader")
    assert axe_violations(leader) == []


def test_from_the_template_to_the_sealed_result(people, visit, tmp_path):
    commune, writer, code = people
    place = f"/office/dossiers/{code}/text/"
    write(visit("/office/templates/", writer))
    small(visit, "/office/templates/", writer, "template-list")
    approve(visit, commune, writer)
    draft(visit(f"/office/dossiers/{code}/", commune.specialist), commune, code)
    small(visit, place, commune.specialist, "text-edit")
    older = visit(f"{place}2/", commune.specialist)
    shot(older, "text-version")
    assert axe_violations(older) == []
    with scope_use(SYSTEM):
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    read(visit(place, commune.leader))
    small(visit, place, commune.leader, "text-leader")

    with scope_use(SYSTEM), signers(tmp_path / "keys", commune_keys(commune)):
        work_do(code, Act.APPROVE, commune.leader, "approved")
        issued = item_of(code, Act.ISSUE).outcomes[0].code
        work_do(code, Act.ISSUE, commune.clerk, issued, number="12/GXN-UBND")
    with scope_use(SYSTEM):
        result = dossier_get(code).results[-1]
        with file_open(result.file_id) as stream:
            told = pdf_text(stream.read())
    assert "Xác nhận Ông/Bà Nguyễn Văn Mẫu, sinh ngày 02/01/1990." in told
    assert "12/GXN-UBND" in told
    assert [one.role.value for one in result.signatures] == ["personal", "seal"]

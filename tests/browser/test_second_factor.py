"""A second factor set up and used in a real browser, at a desk and on a phone; axe on each page."""

from __future__ import annotations

import os
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.factors import code_now, code_of_key
from tests.builders.identity import PASSWORD, account_make, actor_make, client_for, posting_make
from tests.builders.organisations import unit_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_leader_sets_it_up_and_signs_in_with_it(visit: Any, settings: Any, width: int) -> None:
    settings.SECOND_FACTOR = True
    with scope_use(SYSTEM):
        leader = actor_make(role=Role.LEADER, unit=unit_make())
    page = visit("/office/sign-in/?next=/office/profile/", width=width)

    def look(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_violations(page) == []
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)

    def password() -> None:
        page.fill("[name=username]", leader.username)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")

    password()
    page.wait_for_url("**/second-factor/**")
    look("factor-asked")
    page.click("main .button-primary")
    key = page.inner_text(".factor-key")
    look("factor-key")
    page.fill("[name=code]", code_of_key(key))
    page.keyboard.press("Enter")
    page.wait_for_selector(".recovery-codes")
    assert page.locator(".recovery-codes li").count() == 10
    look("factor-codes")
    page.click("main a.button-primary")
    page.wait_for_url("**/office/profile/")
    page.goto(page.url.replace("profile", "second-factor"))
    look("factor-set")

    page.context.clear_cookies(name="sessionid")
    page.goto(page.url.replace("second-factor/", "sign-in/?next=/office/profile/"))
    password()
    page.wait_for_url("**/sign-in/code/")
    look("factor-code")
    page.fill("[name=code]", code_now(leader))
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/profile/")


def test_pages_of_an_administrator_are_good_on_both_widths(visit: Any) -> None:
    with scope_use(SYSTEM):
        unit = unit_make()
        admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit)
        program = account_make(password=None, full_name="Phần mềm quét tài liệu phòng một cửa")
        posting = posting_make(account=program, unit=unit, role=Role.COUNTER)
        idle = account_make(is_active=False, closed_idle=True, full_name="Cán bộ nghỉ lâu")
        posting_make(account=idle, unit=unit)
    form = f"/office/accounts/tokens/new/?posting={posting.pk}"
    for width in (1280, 360):
        page = visit(form, admin, width=width)

        def look(name: str, page: Any = page, width: int = width) -> None:
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert axe_violations(page) == []
            if PICTURES:
                page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)

        look("token-form")
        page.fill("[name=name]", "Máy quét số 1")
        page.check("[name=actions][value='dossier.read']")
        page.click("main form .button-primary")
        secret = page.inner_text(".token-secret")
        assert secret.startswith("motcua_")
        look("token-secret")
        base = page.url.split("/office/")[0]
        for name, path in {
            "tokens": "/office/accounts/tokens/",
            "account-idle": f"/office/accounts/{idle.pk}/",
            "accounts": "/office/accounts/",
            "confirm": "/office/confirm/?next=/office/accounts/",
        }.items():
            page.goto(base + path)
            assert secret not in page.content()
            look(name)


def test_signing_in_with_a_second_factor_works_without_scripts(
    served: str, playwright_browser: Any
) -> None:
    from tests.builders.factors import factor_make

    with scope_use(SYSTEM):
        officer = actor_make(unit=unit_make())
        factor_make(officer)
        client_for(officer)
    context = playwright_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + "/office/sign-in/?next=/office/profile/")
    page.fill("[name=username]", officer.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("[name=code]", code_now(officer))
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/profile/")
    context.close()

"""Signing in at the national provider in a real browser, on a phone, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.simulators import national_sign_in, party_add, simulators

from motcua.citizens.models import Person, Session
from motcua.kernel.scope import SYSTEM, scope_use

__all__ = ["national_sign_in", "simulators"]  # fixtures
pytestmark = pytest.mark.browser


@pytest.fixture
def phone(request: Any, served: str, playwright_browser: Any) -> Iterator[Any]:
    """A phone of 360 px; `request.param` says whether scripts run."""
    context = playwright_browser.new_context(
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "motcua_language", "value": "vi", "url": served}])
    page = context.new_page()
    page.scripted, page.blocked = request.param, []
    page.on(
        "console",
        lambda m: page.blocked.append(m.text) if "Content Security Policy" in m.text else None,
    )
    yield page
    context.close()


@pytest.mark.parametrize("phone", [True, False], indirect=True, ids=["scripts", "no-scripts"])
def test_a_person_signs_in_sees_the_own_pages_and_signs_out(
    phone, served, national_sign_in, settings
):
    party_add(national_sign_in, served)
    settings.CONTENT_SECURITY_POLICY = with_origin(settings, national_sign_in)
    seen = []

    def look() -> None:
        if phone.scripted:  # without scripts the page cannot be asked either
            assert phone.evaluate("document.documentElement.scrollWidth") <= 360
            seen.extend(axe_violations(phone))

    phone.goto(served + "/my/data/")
    assert "/sign-in/?next=" in phone.url
    look()
    phone.click("main .button-primary")
    phone.click("button[value=mau1]")
    phone.click("button[value=grant]")
    assert phone.url == served + "/my/data/"
    assert "000190000001" in phone.content()
    look()
    for path in ("/my/", "/my/relations/", "/my/relations/new/", "/my/helper/"):
        phone.goto(served + path)
        look()
    phone.goto(served + "/sign-out/")
    phone.click("main .button-primary")
    look()
    phone.goto(served + "/my/")
    assert "/sign-in/" in phone.url
    assert phone.blocked == []
    assert seen == []
    with scope_use(SYSTEM):
        assert Person.objects.get().technical_id == "mau-0001"
        assert Session.objects.get().ended_at is not None


def with_origin(settings: Any, origin: str) -> dict[str, Any]:
    """Return the policy as it is where this provider is configured."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return {"DIRECTIVES": {**directives, "form-action": [*directives["form-action"], origin]}}

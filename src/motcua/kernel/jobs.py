"""Jobs: the only door to procrastinate.

`every` declares a periodic job; `jobs_run` is the worker. Jobs carry no truth: each one looks
for rows that need work (the outbox, unsealed events) and may be run twice or not at all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.db import close_old_connections, connection
from procrastinate.contrib.django import app

log = logging.getLogger(__name__)
STALLED_SECONDS = 60
KEPT_SECONDS = 86_400


def every(
    cron: str, *, name: str, alone: bool = False
) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Run the function by a cron expression (five fields; a sixth one counts seconds).

    `alone`: not while it still runs in this worker, so that a slow one leaves room for others.
    """

    def register(given: Callable[[], Any]) -> Callable[[], Any]:
        function = job_alone(given) if alone else given

        @app.periodic(cron=cron, periodic_id=name)
        @app.task(name=name)
        def run(timestamp: int) -> None:
            del timestamp
            close_old_connections()
            function()

        return function

    return register


def job_alone(function: Callable[[], Any]) -> Callable[[], Any]:
    """Return the function as one that does nothing while it still runs in this worker.

    The lock is the worker's own and dies with it: unlike a lock in the database nobody has to
    release it. Another worker may do the same at once, which every job allows.
    """
    running = Lock()

    @wraps(function)
    def run() -> None:
        if not running.acquire(blocking=False):
            return
        try:
            function()
        finally:
            running.release()

    return run


def jobs_run(*, concurrency: int = 2) -> None:
    """Work until the process is told to stop; finishes the jobs at hand first."""

    async def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
            async with worker.open_async():
                await worker.run_worker_async(concurrency=concurrency, install_signal_handlers=True)

    asyncio.run(run())


def jobs_tidy() -> int:
    """Give up jobs whose worker is dead, and forget finished ones; return how many were stuck.

    procrastinate leaves the jobs of a killed worker in `doing` for ever. Periodic jobs need no
    second try, because the next one looks at the same rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'doing'"
            " AND NOT EXISTS (SELECT 1 FROM procrastinate_workers w WHERE w.id = worker_id"
            " AND w.last_heartbeat > now() - make_interval(secs => %s))",
            [STALLED_SECONDS],
        )
        stuck: int = cursor.rowcount
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status IN ('succeeded', 'failed', 'cancelled')"
            " AND NOT EXISTS (SELECT 1 FROM procrastinate_events e"
            " WHERE e.job_id = procrastinate_jobs.id AND e.at > now() - make_interval(secs => %s))",
            [KEPT_SECONDS],
        )
    if stuck:
        log.warning("%s jobs of dead workers were given up", stuck)
    return stuck


def jobs_stuck() -> list[int]:
    """Return the ids of jobs that a dead worker holds (invariant I9)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w"
            " ON w.id = j.worker_id WHERE j.status = 'doing'"
            " AND coalesce(w.last_heartbeat, '-infinity') < now() - make_interval(secs => %s)"
            " ORDER BY j.id",
            [STALLED_SECONDS * 5],
        )
        return [row[0] for row in cursor.fetchall()]

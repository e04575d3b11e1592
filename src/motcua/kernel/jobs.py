"""Jobs: the only door to procrastinate.

`every` declares a periodic job; `jobs_run` is the worker. Jobs carry no truth: each one looks
for rows that need work (the outbox, unsealed events) and may be run twice or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django import app


def every(cron: str, *, name: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Run the function by a cron expression of six fields (the last one is seconds)."""

    def register(function: Callable[[], Any]) -> Callable[[], Any]:
        @app.periodic(cron=cron, periodic_id=name)
        @app.task(name=name, queueing_lock=None, pass_context=False)
        def run(timestamp: int) -> None:
            del timestamp
            function()

        return function

    return register


def jobs_run() -> None:
    """Work until the process is told to stop."""
    app.with_connector(app.connector.get_worker_connector()).run_worker(
        install_signal_handlers=True, listen_notify=True
    )

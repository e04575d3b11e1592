"""The roll-up under crashes and crowds, and tampering that `motcua verify` names."""

from __future__ import annotations

import os
import signal
import threading
from datetime import date

import psycopg
import pytest
from django.db import connection
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at

from motcua.config.database import with_user
from motcua.dossiers.services.verify import verify_all
from motcua.indicators.models import Step
from motcua.indicators.queries import board
from motcua.indicators.services import figures_verify, rollup_fold
from motcua.indicators.services.rollup import SETTLED
from motcua.indicators.tasks import figures
from motcua.indicators.types import Figure, Period
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_descendant_ids
from motcua.workflow.types import Act

pytestmark = pytest.mark.invariant
DAY = date(2026, 9, 10)


@pytest.fixture
def commune(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        made = commune_at_work()
        for _ in range(6):
            dossier_accepted(made)
        dossier_at(made, Act.RETURN)
    return made


def totals_of(commune):
    with at(1), scope_use(SYSTEM):
        units = unit_descendant_ids(commune.unit.id)
        return board(units, Period(DAY, DAY), main_unit_id=commune.unit.id).totals


def unfolded():
    with scope_use(SYSTEM):
        return Step.objects.filter(folded=False).count()


def test_a_worker_killed_while_it_folds_leaves_everything_as_it_was(commune):
    before, steps = totals_of(commune), unfolded()
    for _trial in range(int(os.environ.get("MOTCUA_TRIALS", "5"))):
        connection.close()
        pid = os.fork()
        if pid == 0:
            with at(1), scope_use(SYSTEM):  # the fold is done, its transaction is not over
                assert rollup_fold(limit=10)
                os.kill(os.getpid(), signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        assert unfolded() == steps
        assert totals_of(commune) == before
    while rollup_fold():
        pass
    assert totals_of(commune) == before
    assert list(figures_verify_system()) == []


def figures_verify_system():
    with scope_use(SYSTEM):
        return list(figures_verify())


def test_what_was_learnt_within_a_minute_is_not_folded_yet(commune):
    """So that no total holds what a page that asks "how does it stand now" must not know."""
    before, steps = totals_of(commune), unfolded()
    with at():
        assert rollup_fold(settled=SETTLED) == 0
        figures()  # as the worker does
        assert unfolded() == steps
    with at(1):
        assert rollup_fold(settled=SETTLED) == steps
    assert totals_of(commune) == before


def test_many_workers_fold_each_increment_once(commune):
    before = totals_of(commune)

    def work():
        try:
            with at(1):  # a thread has a clock of its own
                while rollup_fold(limit=3):
                    pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert unfolded() == 0
    assert totals_of(commune) == before
    assert verify_all(files=False).good


def test_the_application_may_add_increments_and_nothing_else(commune):
    for statement in (
        "DELETE FROM indicators_step",
        "UPDATE indicators_step SET delta = 2",
        "DELETE FROM indicators_total",
        "TRUNCATE indicators_total",
    ):
        with pytest.raises(Exception, match="permission denied"), scope_use(SYSTEM):
            connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        ("DELETE FROM indicators_step WHERE measure = 31", "its figures are not what"),
        ("UPDATE indicators_step SET measure = 31 WHERE measure = 21 AND delta = 1", "figures"),
        ("UPDATE indicators_step SET at = at - interval '1 month' WHERE id = 3", "figures"),
        ("UPDATE indicators_total SET total = total + 1 WHERE measure = 31", "done_early is 2"),
        ("DELETE FROM indicators_total WHERE measure = 21", "running is 0"),
    ],
)
def test_tampering_with_figures_is_named(commune, fresh_database, tampering, named):
    while rollup_fold():
        pass
    assert verify_all(files=False).good
    with psycopg.connect(with_user(fresh_database, "postgres"), autocommit=True) as superuser:
        superuser.execute(tampering)
    found = [f"{b.invariant} {b.where}: {b.what}" for b in verify_all(files=False).breaches]
    assert any(line.startswith("I3") and named in line for line in found), found


def test_intake_does_not_wait_for_the_roll_up(commune):
    with scope_use(SYSTEM):
        rollup_fold()  # rows are locked until the end of this transaction

        def other():
            try:
                with at(1), scope_use(SYSTEM):
                    connection.cursor().execute("SET LOCAL lock_timeout = '2s'")
                    done.append(dossier_accepted(commune))
            finally:
                connection.close()

        done: list[str] = []
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(done) == 1
    assert totals_of(commune)[Figure.RECEIVED] == 8

"""A rebuild of the index is stopped anywhere, goes on there, and nobody stops working for it."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from click.testing import CliRunner
from django.db import connection
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at, work_do

from motcua.config.commands.index import command
from motcua.dossiers.queries.feed import feed_end
from motcua.indicators.models import Case, Reading
from motcua.indicators.services import cases_follow, cases_verify
from motcua.indicators.services.rebuild import GOAL, index_rebuild
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act


@pytest.fixture
def commune(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        made = commune_at_work()
        for _number in range(3):
            dossier_accepted(made)
        done = dossier_at(made, Act.ISSUE)
        work_do(done, Act.ISSUE, made.clerk, "issued", number="01/GKS")
    with at(1):
        cases_follow()
    return made


def stored():
    with scope_use(SYSTEM):
        return list(Case.objects.order_by("code", "version").values_list("code", "version"))


def spoil() -> None:
    """Let every row be wrong, as after a change of the fold."""
    with scope_use(SYSTEM):
        Case.objects.update(supplements=77)


def places():
    with scope_use(SYSTEM):
        return dict(Reading.objects.values_list("name", "place"))


def test_killed_it_goes_on_where_it_was(commune, monkeypatch):
    before = stored()
    spoil()
    connection.close()
    child = os.fork()
    if child == 0:
        os.environ["MOTCUA_FAILPOINT"] = "cases.batch"
        with at(1):
            index_rebuild(lambda _progress: None, limit=4)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    half = places()
    assert half["index-cases"] not in {"", half[GOAL]}, "four events are read, the rest is not"
    with scope_use(SYSTEM):
        spoilt = Case.objects.filter(supplements=77).count()
        assert 0 < spoilt < len(before), "others read what was there before"
    shares = []
    with at(1):
        assert index_rebuild(lambda progress: shares.append(progress.share), limit=4) is True
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert GOAL not in places()
    assert stored() == before
    with scope_use(SYSTEM):
        assert not Case.objects.filter(supplements=77).exists()
        assert list(cases_verify()) == []
    with at(1):
        assert index_rebuild(shares.append) is False, "the next one begins anew"


def test_work_goes_on_meanwhile(commune):
    spoil()
    failed = []

    def works():
        try:
            with at(2):
                for _number in range(4):
                    with scope_use(SYSTEM):
                        dossier_accepted(commune)
        except BaseException as error:  # noqa: BLE001 - told in the test's own thread
            failed.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=works)
    begun = threading.Event()

    def said(_progress):
        if not begun.is_set():
            begun.set()
            worker.start()

    with at(1):
        index_rebuild(said, limit=2)
        worker.join()
        assert failed == []
        while cases_follow():
            pass
    with scope_use(SYSTEM):
        assert not Case.objects.filter(supplements=77).exists()
        assert list(cases_verify()) == []
        assert len({code for code, _version in stored()}) == 8


def test_the_command_says_how_far_it_is(commune):
    with at(1):
        result = CliRunner().invoke(command, ["--rebuild"])
    assert result.exit_code == 0, result.output
    assert "100.0%" in result.output
    assert "periods left" in result.output
    assert result.output.endswith("Rebuilt.\n")
    refused = CliRunner().invoke(command, ["--rebuild", "--export", "somewhere"])
    assert refused.exit_code == 2
    assert "own database" in refused.output


@pytest.mark.django_db
def test_nothing_to_read_is_soon_read(system_scope):
    assert feed_end() == ""
    assert index_rebuild(lambda _progress: pytest.fail("there is nothing")) is False

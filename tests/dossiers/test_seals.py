"""The copy of the seals outside the database survives crashes, and its gaps are named."""

from __future__ import annotations

import psycopg
import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_registered

from motcua.config.database import with_user
from motcua.dossiers.services.seal import seal_make, seals_export, seals_outside
from motcua.dossiers.services.verify import verify_all
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.invariant


@pytest.fixture
def commune(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        return commune_at_work()


def sealed(commune, times):
    for _ in range(times):
        with at(), scope_use(SYSTEM):
            dossier_registered(commune)
        assert seal_make() is not None


def numbers():
    return [row["number"] for row in seals_outside()]


def test_a_torn_line_is_written_again_once_and_what_follows_it_counts(commune, settings):
    sealed(commune, 2)
    settings.SEALS_FILE.write_bytes(settings.SEALS_FILE.read_bytes()[:-40])
    sealed(commune, 1)
    assert numbers() == [1, 2, 3]
    assert seals_export() == 0, "nothing is missing, so nothing is written"
    sealed(commune, 1)
    assert numbers() == [1, 2, 3, 4]
    assert verify_all().good


def test_bytes_that_are_no_text_do_not_stop_the_sealing(commune, settings):
    sealed(commune, 1)
    with settings.SEALS_FILE.open("ab") as file:
        file.write(b"\xff\xfe" * 100_000)
    sealed(commune, 1)
    assert numbers() == [1, 2]


def test_a_seal_that_is_gone_outside_is_named(commune, settings):
    sealed(commune, 3)
    lines = settings.SEALS_FILE.read_text().splitlines()
    settings.SEALS_FILE.write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert [b.where for b in verify_all().breaches] == ["seal 2"]


def test_events_that_nobody_seals_are_named(commune, fresh_database):
    with at(), scope_use(SYSTEM):
        dossier_registered(commune)
    assert verify_all().good
    with psycopg.connect(with_user(fresh_database, "postgres"), autocommit=True) as superuser:
        superuser.execute(
            "UPDATE dossiers_event SET recorded_at = recorded_at - interval '2 hours'"
        )
    assert [b.where for b in verify_all().breaches] == ["seals"]

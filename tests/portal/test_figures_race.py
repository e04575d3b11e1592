"""A release is made beside the lap of proof, and is not made of what the lap finds changed."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection

from motcua.config.database import with_user
from motcua.dossiers.services.seal import seal_make
from motcua.indicators.models import Proof, Release
from motcua.indicators.public import release
from motcua.indicators.public.proof import proof_walk
from motcua.indicators.public.release import release_make
from motcua.indicators.public.standing import standing
from motcua.indicators.services import cases_follow, rollup_fold
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.dossiers import at, commune_at_work, dossier_accepted

pytestmark = pytest.mark.invariant
LATER = 24 * 40
"""Hours until October: September is over."""
CHANGE = "UPDATE indicators_total SET total = total + %s WHERE measure < 20 AND dimension = 0"


@pytest.fixture
def superuser(fresh_database, settings, tmp_path):
    """Some dossiers of September, sealed, counted and proved; nothing is published yet."""
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        for _ in range(2):
            dossier_accepted(commune)
    with at(LATER):
        assert seal_make() is not None
        while rollup_fold() or cases_follow():
            pass
        lap()
        assert standing().sound
    with psycopg.connect(with_user(fresh_database, "postgres"), autocommit=True) as connected:
        yield connected


def lap():
    while not proof_walk():
        pass


@pytest.fixture
def meanwhile(monkeypatch):
    """Run something in another worker once the figures of a release are counted."""
    whole = release._contents

    def asked(work):
        def counted(*args):
            made = whole(*args)
            told = []

            def other():
                try:
                    with at(LATER):
                        told.append(work())
                except Exception as error:  # noqa: BLE001 - told below
                    told.append(error)
                finally:
                    connection.close()

            thread = threading.Thread(target=other)
            thread.start()
            thread.join(60)
            assert told, "it waits for the release"
            assert not isinstance(told[0], Exception), told[0]
            results.extend(told)
            return made

        results = []
        monkeypatch.setattr(release, "_contents", counted)
        return results

    return asked


def make():
    with at(LATER):
        return release_make(2026)


def made():
    with scope_use(SYSTEM):
        return Release.objects.count()


def test_the_lap_goes_on_while_a_release_is_counted(superuser, meanwhile):
    def walk():
        proof_walk(size=1)
        with scope_use(SYSTEM):
            return Proof.objects.get().looked

    looked = meanwhile(walk)
    assert make()
    assert looked == [1], "a lap was begun, and one dossier looked at"
    assert made()


def test_nothing_is_made_of_what_the_lap_finds_changed_meanwhile(superuser, meanwhile):
    def tampered():
        superuser.execute(CHANGE, [1])
        lap()
        return standing().sound

    found = meanwhile(tampered)
    assert not make()
    assert found == [False]
    assert made() == 0


def test_nothing_is_made_of_what_was_changed_and_mended_meanwhile(superuser, meanwhile):
    def mended():
        superuser.execute(CHANGE, [1])
        lap()
        superuser.execute(CHANGE, [-1])
        lap()
        return standing().sound

    found = meanwhile(mended)
    assert not make()
    assert found == [True]
    assert made() == 0


def test_of_two_workers_one_makes_it(superuser, meanwhile):
    other = meanwhile(lambda: release_make(2026))
    assert make()
    assert other == [False]
    assert not make(), "it is there"

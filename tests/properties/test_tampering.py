"""T6: whatever a superuser edits, deletes, inserts, reorders or cuts, `motcua verify` names it.

Forgers here know the code: they recompute hashes, numbers and the dossier's own columns. What
they lack is the key of the seals and the copy outside. `MOTCUA_TRIALS` is the number of forgeries.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.builders.installation import Installation, installation_held, tampered

from motcua.dossiers import chain
from motcua.dossiers.services.verify import verify_all
from motcua.workflow.types import Act

TRIALS = max(60, int(os.environ.get("MOTCUA_TRIALS", "0")))
FIRST = (Act.RETURN, Act.ISSUE, Act.APPROVE, None)
SECOND = (Act.APPRAISE, Act.ASSIGN, None, Act.RETURN)
pytestmark = [pytest.mark.invariant, pytest.mark.timeout(600)]
Rows = list[dict[str, Any]]
Forgery = Callable[[Any, random.Random, Rows], None]


@pytest.fixture(scope="module")
def installation(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("seals")
    with installation_held(django_db_blocker, folder, waves=(FIRST, SECOND)) as made:
        yield made


def events_of(cursor: Any, code: str) -> Rows:
    cursor.execute(
        "SELECT e.id, e.seq, e.type, e.at, e.payload, e.prev_hash, e.hash, e.txid, e.dossier_id"
        " FROM dossiers_event e JOIN dossiers_dossier d ON d.id = e.dossier_id"
        " WHERE d.code = %s ORDER BY e.seq",
        [code],
    )
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def relink(cursor: Any, rows: Rows) -> None:
    """Write a chain anew, with good numbers, hashes and head, as a forger who knows how."""
    prev = chain.GENESIS
    cursor.execute(
        "UPDATE dossiers_event SET seq = seq + 1000 WHERE dossier_id = %s", [rows[0]["dossier_id"]]
    )
    for seq, row in enumerate(rows, start=1):
        digest = chain.link(prev, row["payload"])
        cursor.execute(
            "UPDATE dossiers_event SET seq = %s, payload = %s, prev_hash = %s, hash = %s"
            " WHERE id = %s",
            [seq, row["payload"], prev, digest, row["id"]],
        )
        prev = digest
    cursor.execute(
        "UPDATE dossiers_dossier SET seq = %s, head_hash = %s WHERE id = %s",
        [len(rows), prev, rows[0]["dossier_id"]],
    )


def edit(cursor: Any, chance: random.Random, rows: Rows) -> None:
    row = chance.choice(rows)
    place = chance.randrange(len(row["payload"]))
    other = chance.choice([c for c in "abc0123" if c != row["payload"][place]])
    changes = {
        "payload": row["payload"][:place] + other + row["payload"][place + 1 :],
        "hash": bytes(chance.randbytes(32)),
        "prev_hash": bytes(chance.randbytes(32)),
        "seq": row["seq"] + 500,
    }
    column = chance.choice(sorted(changes))
    cursor.execute(
        f"UPDATE dossiers_event SET {column} = %s WHERE id = %s", [changes[column], row["id"]]
    )


def edit_time(cursor: Any, chance: random.Random, rows: Rows) -> None:
    cursor.execute(
        "UPDATE dossiers_event SET at = at - %s * interval '1 hour' WHERE id = %s",
        [chance.randint(1, 900), chance.choice(rows)["id"]],
    )


def edit_and_relink(cursor: Any, chance: random.Random, rows: Rows) -> None:
    row = chance.choice(rows)
    row["payload"] = row["payload"].replace('"account":', f'"account":{chance.randint(1, 9)}')
    relink(cursor, rows)


def delete(cursor: Any, chance: random.Random, rows: Rows) -> None:
    cursor.execute("DELETE FROM dossiers_event WHERE id = %s", [chance.choice(rows)["id"]])


def delete_and_relink(cursor: Any, chance: random.Random, rows: Rows) -> None:
    gone = rows.pop(chance.randrange(len(rows)))
    cursor.execute("DELETE FROM dossiers_event WHERE id = %s", [gone["id"]])
    if rows:
        relink(cursor, rows)


def insert_and_relink(cursor: Any, chance: random.Random, rows: Rows) -> None:
    twin = dict(chance.choice(rows))
    cursor.execute(
        "INSERT INTO dossiers_event (dossier_id, seq, type, at, payload, prev_hash, hash, txid)"
        " VALUES (%s, 900, %s, %s, %s, '', '', %s) RETURNING id",
        [twin[name] for name in ("dossier_id", "type", "at", "payload", "txid")],
    )
    twin["id"] = cursor.fetchone()[0]
    rows.insert(chance.randrange(len(rows)) + 1, twin)
    relink(cursor, rows)


def reorder(cursor: Any, chance: random.Random, rows: Rows) -> None:
    if len(rows) < 2:
        return delete(cursor, chance, rows)
    first, second = chance.sample(rows, 2)
    for row, seq in ((first, 9000), (second, first["seq"]), (first, second["seq"])):
        cursor.execute("UPDATE dossiers_event SET seq = %s WHERE id = %s", [seq, row["id"]])
    return None


def cut(cursor: Any, chance: random.Random, rows: Rows) -> None:
    """Cut the tail and make the dossier agree with what is left of its chain."""
    keep = chance.randrange(len(rows)) or 1
    if keep == len(rows):
        return edit_time(cursor, chance, rows)
    for row in rows[keep:]:
        cursor.execute("DELETE FROM dossiers_event WHERE id = %s", [row["id"]])
    return relink(cursor, rows[:keep])


def seal(cursor: Any, chance: random.Random, _rows: Rows) -> None:
    column, value = chance.choice(
        [
            ("root", chance.randbytes(32)),
            ("hash", chance.randbytes(32)),
            ("heads", 999),
            ("horizon_to", 7),
            ("signature", "AAAA"),
            ("number", 77),
        ]
    )
    number = chance.choice([1, 2])
    if chance.random() < 0.3:
        cursor.execute("DELETE FROM dossiers_seal WHERE number = %s", [number])
    else:
        cursor.execute(f"UPDATE dossiers_seal SET {column} = %s WHERE number = %s", [value, number])


def columns(cursor: Any, chance: random.Random, rows: Rows) -> None:
    change = chance.choice(
        [
            "due_at = coalesce(due_at, submitted_at) + interval '1 hour'",
            "submitted_at = submitted_at - interval '1 hour'",
            "status = CASE status WHEN 4 THEN 2 ELSE status %% 6 + 1 END, ended_at = NULL",
            "supplement_count = supplement_count + 1",
            "result_version = result_version + 1",
            "content_hash = repeat('0', 64)",
            "seq = seq + 1",
        ]
    )
    cursor.execute(f"UPDATE dossiers_dossier SET {change} WHERE id = %s", [rows[0]["dossier_id"]])


def beside(cursor: Any, chance: random.Random, rows: Rows) -> None:
    """Change, double or delete a row that belongs to the dossier."""
    table, column = chance.choice(
        [("party", "name"), ("party", "id_number"), ("component", "note"), ("fee", "basis")]
    )
    statement = chance.choice(
        [
            f"UPDATE dossiers_{table} SET {column} = {column} || 'x' WHERE dossier_id = %s",
            f"DELETE FROM dossiers_{table} WHERE dossier_id = %s",
            (
                f"UPDATE dossiers_{table} SET dossier_id = (SELECT max(id) + min(id) - %s"
                " FROM dossiers_dossier)"
            ),
        ]
    )
    cursor.execute(statement, [rows[0]["dossier_id"]])


FORGERIES: tuple[Forgery, ...] = (
    edit, edit_time, edit_and_relink, delete, delete_and_relink, insert_and_relink, reorder, cut,
    seal, columns, beside,
)  # fmt: skip


def test_an_untouched_installation_agrees(installation):
    result = verify_all()
    assert result.good, result.breaches
    assert (result.dossiers, result.seals) == (8, 2)


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_every_forgery_is_named(installation, forge):
    missed = []
    for trial in range(TRIALS // len(FORGERIES)):
        chance = random.Random(f"{forge.__name__} {trial}")
        code = chance.choice(installation.codes)
        with tampered() as cursor:
            forge(cursor, chance, events_of(cursor, code))
            if not any(b.invariant in {"I2", "I3", "I4"} for b in verify_all(files=False).breaches):
                missed.append((trial, code))
    assert missed == []
    assert verify_all(files=False).good, "everything was undone"

"""Increments: appended in the transaction of the change, so that a figure cannot miss one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from motcua.dossiers.events import DossierChanged
from motcua.indicators import rules
from motcua.indicators.services.branches import branches_alone
from motcua.indicators.services.rollup import BRANCHES_ADD, TOTALS_ADD
from motcua.indicators.types import Increment
from motcua.kernel import batch, wire

_COLUMNS = "dossier_id, unit_id, procedure_id, official_id, at, known_at, measure, delta, ended_at"
_ROWS = (
    "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],"  # noqa: S608 - constants
    " %s::timestamptz[], %s::timestamptz[], %s::smallint[], %s::smallint[], %s::timestamptz[])"
    f" AS given({_COLUMNS})"
)
_BATCH = 20_000


def changes_record(changes: Sequence[DossierChanged], *, fold: bool = False) -> int:
    """Append the increments of changes in order, in one statement; return how many there were.

    `fold` adds them to the totals at once: for imports, which wait for one another; an
    operation of a person never touches a row that another one holds. Most facts change no figure
    and cost nothing; one more short statement asks whose dossier it was, where no change tells.
    """
    rows: list[Increment] = []
    officials: dict[int, int] = {}
    for change in changes:
        if not rules.concerns(change):
            continue
        key = change.dossier_id
        if rules.standing_of(change.before) is None:
            before = 0
        else:
            before = officials[key] if key in officials else _official_before(change)
        rows += rules.increments_of(change, before)
        officials[key] = change.official_id or 0
    for start in range(0, len(rows), _BATCH):
        _append(rows[start : start + _BATCH], fold=fold)
    return len(rows)


def _official_before(change: DossierChanged) -> int:
    """Return whose the dossier is in the figures: whose it was, every change of that is a step."""
    if change.official_before is not None:
        return change.official_before
    rows = wire.fetch(
        "SELECT official_id FROM indicators_step WHERE dossier_id = %s ORDER BY id DESC LIMIT 1",
        [change.dossier_id],
    )
    return int(rows[0][0]) if rows else 0


def _append(rows: Sequence[Increment], *, fold: bool) -> None:
    # No RETURNING and no model: one round trip, whatever the number of rows.
    values = [[getattr(row, one.name) for row in rows] for one in fields(Increment)]
    values[6] = [int(measure) for measure in values[6]]
    insert = f"INSERT INTO indicators_step ({_COLUMNS}, folded)"
    if fold:
        branches_alone()  # a unit without a branch brings these totals along when it gets one
        text = (
            f"WITH picked AS ({insert} SELECT {_COLUMNS}, true FROM ({_ROWS}) g"  # noqa: S608 - constants
            f" RETURNING unit_id, procedure_id, official_id, at, measure, delta),"
            f" above AS ({BRANCHES_ADD} RETURNING 1) {TOTALS_ADD}"
        )
        batch.write(text, values)
    else:
        batch.write(f"{insert} SELECT {_COLUMNS}, false FROM ({_ROWS}) g", values)  # noqa: S608 - constants

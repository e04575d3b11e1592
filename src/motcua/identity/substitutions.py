"""Reads of substitutions: who stands in for whom, at which instant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection

from motcua.identity import rules
from motcua.identity.models import SubstitutionGround
from motcua.identity.types import (
    Absence,
    Action,
    Actor,
    Capacity,
    NewWork,
    OnReturn,
    Role,
    SubstitutionView,
)
from motcua.kernel import clock, wire
from motcua.kernel.kept import Kept

# The units of the posting as in `queries._POSTINGS`: its unit and all units below it.
_SQL = """
SELECT s.id, s.posting_id, s.account_id, a.full_name, p.role, s.unit_id, u.full_name,
       ARRAY(
         SELECT d.id FROM organisations_unit d
         WHERE d.path ~>=~ u.path AND d.path ~<~ (rtrim(u.path, '/') || '0')
       ),
       s.substitute_id, b.full_name, s.substitute_posting_id, s.valid_from, s.valid_to,
       s.new_work, s.on_return, s.capacity, s.document, s.made_by_id, s.version
FROM identity_substitution s
JOIN identity_posting p ON p.id = s.posting_id
JOIN identity_account a ON a.id = s.account_id
JOIN identity_account b ON b.id = s.substitute_id
JOIN organisations_unit u ON u.id = s.unit_id
"""
_of_account: Kept[list[SubstitutionView]] = Kept("people", "units")
_of_substitute: Kept[list[SubstitutionView]] = Kept("people", "units")
_any: Kept[list[int]] = Kept("people", "units")


def stand_in(
    account_id: int, *, unit_id: int, role: str, at: datetime | None = None
) -> SubstitutionView | None:
    """Return who does an account's steps of a role in a unit at an instant; None: itself.

    No statement where the process remembers that nobody is away.
    """
    for one in _now(_of_account, "account_id", account_id, at):
        if unit_id in one.unit_ids and rules.does_steps_of(one.role, role):
            return one
    return None


def stands_in_for(account_id: int, *, at: datetime | None = None) -> list[SubstitutionView]:
    """Return for whom an account stands in at an instant (default now)."""
    return _now(_of_substitute, "substitute_id", account_id, at)


def stands_in(
    account_id: int, *, instead_of: int, unit_id: int, role: str, at: datetime | None = None
) -> bool:
    """Tell whether an account does the steps of a role in a unit instead of another at present."""
    found = stand_in(instead_of, unit_id=unit_id, role=role, at=at)
    return found is not None and found.substitute_id == account_id


def allows(view: SubstitutionView, action: Action) -> bool:
    """Return whether the posting that is stood in for allows an action."""
    return action in rules.actions_of(view.role)


def _now(
    kept: Kept[list[SubstitutionView]], column: str, account_id: int, at: datetime | None
) -> list[SubstitutionView]:
    """Return what holds now; whether anybody at all is away is remembered first."""
    instant = at or clock.now()
    away = _any.get("away", _away_read)
    if account_id not in away:
        return []
    known = kept.get(account_id, partial(_read, f"s.{column} = %s", account_id))
    return [one for one in known if one.in_force(instant)]


def _away_read() -> list[int]:
    """Return who has part in a present or coming one; -1 because nothing found is not kept."""
    rows = wire.fetch(
        "SELECT account_id, substitute_id FROM identity_substitution WHERE valid_to > %s",
        [clock.now()],
    )
    return [-1, *{account for row in rows for account in row}]


def _read(condition: str, *values: Any) -> list[SubstitutionView]:
    sql = f"{_SQL} WHERE {condition} ORDER BY s.valid_from, s.id"
    return [_view(row) for row in wire.fetch(sql, list(values))]


def substitution_get(substitution_id: int) -> SubstitutionView | None:
    """Return one substitution, over or not; never its reason."""
    found = _read("s.id = %s", substitution_id)
    return found[0] if found else None


def substitutions_of(account_id: int, *, since: datetime | None = None) -> list[SubstitutionView]:
    """Return those that an account is part of on either side and that end after an instant.

    The reason is told for the account's own. Two statements.
    """
    found = _read(
        "(s.account_id = %s OR s.substitute_id = %s) AND s.valid_to > %s",
        account_id,
        account_id,
        since or clock.now(),
    )
    own = reasons_of(one.id for one in found if one.account_id == account_id)
    return [replace(one, reason=own.get(one.id)) for one in found]


def substitutions_in(
    unit_ids: Iterable[int], *, start: datetime, end: datetime, reasons: bool = False
) -> list[SubstitutionView]:
    """Return those of postings in these units that touch a period; with reasons for the head."""
    found = _read(
        "s.unit_id = ANY(%s::bigint[]) AND s.valid_to > %s AND s.valid_from < %s"
        " AND s.valid_to > s.valid_from",
        sorted(set(unit_ids)),
        start,
        end,
    )
    known = reasons_of(one.id for one in found) if reasons else {}
    return [replace(one, reason=known.get(one.id)) for one in found]


def away_among(
    account_ids: Iterable[int], *, at: datetime | None = None
) -> dict[int, list[SubstitutionView]]:
    """Return who of these accounts is away at an instant (default now); one statement."""
    instant = at or clock.now()
    gone: dict[int, list[SubstitutionView]] = {}
    for one in _read(
        "s.account_id = ANY(%s::bigint[]) AND s.valid_from <= %s AND s.valid_to > %s",
        sorted(set(account_ids)),
        instant,
        instant,
    ):
        gone.setdefault(one.account_id, []).append(one)
    return gone


def reasons_of(substitution_ids: Iterable[int]) -> dict[int, Absence]:
    """Return why, where the scope shows it."""
    rows = SubstitutionGround.objects.filter(pk__in=list(substitution_ids))
    return {row.pk: Absence(row.reason) for row in rows}


def substitutes_possible(
    view_role: Role, unit_path: Iterable[int], *, but: int
) -> list[tuple[int, int, str]]:
    """Return (account, posting, name) of those who hold a role in a unit or above it now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (a.full_name, a.id) a.id, p.id, a.full_name FROM identity_posting p"
            " JOIN identity_account a ON a.id = p.account_id"
            " WHERE p.role = %s AND p.unit_id = ANY(%s) AND a.is_active AND a.id <> %s"
            " AND p.valid_from <= %s AND (p.valid_to IS NULL OR p.valid_to > %s)"
            " ORDER BY a.full_name, a.id, p.id",
            [view_role.value, list(unit_path), but, clock.now(), clock.now()],
        )
        rows: list[tuple[int, int, str]] = cursor.fetchall()
        return rows


def may_see_reason(actor: Actor, view: SubstitutionView) -> bool:
    """Return whether somebody may know why: the person, and whoever heads the unit."""
    return view.account_id == actor.account_id or actor.may(Action.WORK_REASSIGN, view.unit_id)


def unsettled(at: datetime, *, after: int = 0, limit: int = 200) -> list[SubstitutionView]:
    """Return those that are over and whose unfinished work has not been given back yet.

    By their ids, `after` one of them: whoever reads page by page gets past those that fail.
    """
    condition = "s.settled_at IS NULL AND s.valid_to <= %s AND s.id > %s"
    sql = f"{_SQL} WHERE {condition} ORDER BY s.id LIMIT %s"
    return [_view(row) for row in wire.fetch(sql, [at, after, limit])]


def _view(row: tuple[Any, ...]) -> SubstitutionView:
    (
        number, posting, account, name, role, unit, unit_name, units, substitute, substitute_name,
        substitute_posting, start, end, new_work, on_return, capacity, document, made_by, version,
    ) = row  # fmt: skip
    return SubstitutionView(
        id=number,
        posting_id=posting,
        account_id=account,
        name=name,
        role=Role(role),
        unit_id=unit,
        unit_name=unit_name,
        unit_ids=frozenset(units),
        substitute_id=substitute,
        substitute_name=substitute_name,
        substitute_posting_id=substitute_posting,
        valid_from=start,
        valid_to=end,
        new_work=NewWork(new_work),
        on_return=OnReturn(on_return),
        capacity=Capacity(capacity) if capacity else None,
        document=document,
        made_by_id=made_by,
        version=version,
    )

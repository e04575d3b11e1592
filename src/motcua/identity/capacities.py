"""Reads of the offices that people hold: in which capacity an account signs for a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from motcua.identity import capacity_rules, rules
from motcua.identity.capacity_rules import (
    HEADS,
    OF_THE_UNIT,
    DocumentKind,
    Held,
    Office,
    Signing,
    head_title,
)
from motcua.identity.types import Action, Role
from motcua.kernel import clock, wire
from motcua.kernel.errors import Refused
from motcua.kernel.kept import Kept
from motcua.organisations.types import TERRITORIAL_KINDS, UnitKind, UnitView

# Every office at a unit and below it. An office ends with its posting at the latest.
_SQL = """
SELECT o.id, o.posting_id, p.account_id, p.unit_id, o.office, o.valid_from,
       LEAST(o.valid_to, p.valid_to), o.title, o.document, u.full_name, u.kind, p.role
FROM identity_signingoffice o
JOIN identity_posting p ON p.id = o.posting_id
JOIN identity_account a ON a.id = p.account_id AND a.is_active
JOIN organisations_unit u ON u.id = p.unit_id
JOIN organisations_unit i ON u.path ~>=~ i.path AND u.path ~<~ (rtrim(i.path, '/') || '0')
WHERE i.id = %s ORDER BY o.id
"""


@dataclass(frozen=True)
class _Known:
    """The offices of a unit; always true, so that "none" is remembered too."""

    rows: tuple[Held, ...]


_of_unit: Kept[_Known] = Kept("people", "units")


def signing_of(
    account_id: int,
    *,
    unit: UnitView,
    kind: DocumentKind,
    title: str = "",
    at: datetime | None = None,
) -> Signing | None:
    """Return in which capacity an account signs for a unit at an instant (default now).

    `title` is what the unit calls whoever signs for it (`capacity_rules.title_parts`).
    None where the unit has not recorded who holds its offices: nothing is claimed there then.
    Raises Refused (`no_capacity`) for whoever has none. Who stands in for somebody signs in a
    capacity of their own, never in that of whoever is away.
    """
    instant = at or clock.now()
    rows = _in_force(unit, instant)
    if not _recorded(rows, unit):
        return None
    found = capacity_rules.best(
        rows,
        account_id=account_id,
        unit_id=unit.id,
        title=_title(title, rows, unit),
        rule=capacity_rules.document_rule(kind, clock.local(instant).date()),
    )
    if found is None:
        raise Refused(
            "no_capacity",
            _(
                "You have no capacity to sign this for %(unit)s: you are recorded neither as its "
                "head or deputy, nor with a document by which you sign by order or delegation. "
                "Whoever manages accounts records the office that you hold."
            )
            % {"unit": unit.full_name},
        )
    return found


def offices_recorded(unit: UnitView, *, at: datetime | None = None) -> bool:
    """Return whether a unit has recorded who holds its offices at an instant (default now).

    No statement where the process remembers it.
    """
    return _recorded(_in_force(unit, at or clock.now()), unit)


def signers_of(unit: UnitView, *, title: str = "", at: datetime | None = None) -> list[Signing]:
    """Return the capacities of all who may sign a unit's results; none where none are recorded."""
    instant = at or clock.now()
    rows = _in_force(unit, instant)
    if not _recorded(rows, unit):
        return []
    rule = capacity_rules.document_rule(DocumentKind.RESULT, clock.local(instant).date())
    found = (
        capacity_rules.best(
            rows,
            account_id=one,
            unit_id=unit.id,
            title=_title(title, rows, unit),
            rule=rule,
        )
        for one in sorted({row.account_id for row in rows if row.results})
    )
    return [one for one in found if one is not None]


def offices_of(posting_ids: list[int]) -> dict[int, list[Held]]:
    """Return every line of these postings' offices, newest first."""
    lines: dict[int, list[Held]] = {}
    sql = _SQL.partition("JOIN organisations_unit i")[0] + (
        "WHERE o.posting_id = ANY(%s) ORDER BY o.id DESC"
    )
    for row in wire.fetch(sql.replace(" AND a.is_active", ""), [posting_ids]):
        lines.setdefault(row[1], []).append(_held(row))
    return lines


def unit_head_title(unit: UnitView) -> str:
    """Return how the head of a unit is called when nobody has said otherwise."""
    return head_title(unit.full_name, territorial=unit.kind in TERRITORIAL_KINDS)


def signs(role: Role) -> bool:
    """Return whether a role signs at all: results, or the forms that tell people something."""
    return bool({Action.DOSSIER_APPROVE, Action.LETTER_SIGN} & rules.actions_of(role))


def signs_results(role: Role) -> bool:
    """Return whether a role signs results."""
    return Action.DOSSIER_APPROVE in rules.actions_of(role)


def _recorded(rows: list[Held], unit: UnitView) -> bool:
    return any(one.unit_id == unit.id and one.office in OF_THE_UNIT for one in rows)


def _title(written: str, rows: list[Held], unit: UnitView) -> str:
    """Return what the head is called: as its papers say, as recorded with the head, as is usual."""
    heads = (one for one in rows if one.unit_id == unit.id and one.office in HEADS and one.title)
    recorded = next(heads, None)
    return written or (recorded.title if recorded else unit_head_title(unit))


def _in_force(unit: UnitView, at: datetime) -> list[Held]:
    known = _of_unit.get(unit.id, partial(_read, unit.id))
    return capacity_rules.newest(known.rows, at)


def _read(unit_id: int) -> _Known:
    rows = wire.fetch(_SQL, [unit_id])
    return _Known(tuple(_held(row) for row in rows if signs(Role(row[-1]))))


def _held(row: tuple[Any, ...]) -> Held:
    number, posting, account, unit, office, start, end, title, document, name, kind, role = row
    return Held(
        id=number,
        posting_id=posting,
        account_id=account,
        unit_id=unit,
        office=Office(office) if office else None,
        valid_from=start,
        valid_to=end,
        title=title,
        document=document,
        posting_title=head_title(str(name), territorial=UnitKind(str(kind)) in TERRITORIAL_KINDS),
        results=signs_results(Role(str(role))),
    )

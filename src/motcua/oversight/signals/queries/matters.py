"""Cases of one signal at one unit, and what was raised and said of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from motcua.identity.types import Action, Actor, PostingView
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import PROVINCE_KINDS, UnitKind
from motcua.oversight.signals.models import SignalMatter, SignalSaid
from motcua.oversight.signals.queries.comparing import BURSTS, bursts_wanted
from motcua.oversight.signals.types import CaseView, Kind, MatterView, Months, SaidView, Verdict

_LIST = (
    BURSTS
    + """
SELECT c.id, c.code, c.dossier_id, c.seq, c.seqs, c.at, c.account_id, b.matter_id,
  coalesce(m.concluded, false)
FROM found f JOIN oversight_signalcase c ON c.id = f.id
LEFT JOIN oversight_signalmember b ON b.case_id = c.id
LEFT JOIN oversight_signalmatter m ON m.id = b.matter_id
WHERE f.counts AND f.signal = %s AND f.unit_id = %s
  AND (%s OR NOT coalesce(m.concluded, false))
  AND (c.at, c.id) > (%s, %s)
ORDER BY c.at, c.id LIMIT %s
"""
)
_FAR = PROVINCE_KINDS | {UnitKind.COUNTRY}
FIRST = "0001-01-01T00:00:00+00:00"
ALL = 1_000_000


def cases_of(
    signal: str,
    unit_id: int,
    months: Months,
    *,
    persons: bool,
    concluded: bool = True,
    after: tuple[str, int] = (FIRST, 0),
    most: int = ALL,
) -> list[CaseView]:
    """Return the cases by instant, from a place in the list on; one statement.

    The scope shows units of one's own only. `persons`: with whose hand it was; `concluded`: also
    those that a conclusion covers.
    """
    wanted = bursts_wanted(months.last)
    given: list[Any] = [months.first, months.last, signal, unit_id, concluded, *after, most]
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [*wanted, *given])
        rows = cursor.fetchall()
    return [
        CaseView(
            id=row[0], code=row[1], dossier_id=row[2], seq=row[3], seqs=tuple(row[4]), at=row[5],
            account_id=row[6] if persons else None, matter_id=row[7], concluded=row[8],
        )
        for row in rows
    ]  # fmt: skip


def matters_of(
    unit_ids: Collection[int], *, signal: str = "", open_only: bool = False
) -> list[MatterView]:
    """Return what was raised about some units, the newest first; two statements."""
    rows = SignalMatter.objects.filter(unit_id__in=list(unit_ids)).order_by("-raised_at", "-id")
    if signal:
        rows = rows.filter(signal=signal)
    if open_only:
        rows = rows.filter(concluded=False)
    found = list(rows.prefetch_related("said"))
    numbers = _members([one.pk for one in found])
    return [_view(one, numbers.get(one.pk, 0)) for one in found]


def _members(ids: list[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter_id, count(*) FROM oversight_signalmember"
            " WHERE matter_id = ANY(%s) GROUP BY 1",
            [ids],
        )
        return dict(cursor.fetchall())


def _view(row: SignalMatter, members: int) -> MatterView:
    return MatterView(
        id=row.pk, signal=row.signal, unit_id=row.unit_id, raised_at=row.raised_at,
        months=Months(row.first_month, row.last_month), exposed=row.exposed, cases=row.cases,
        expected=row.expected, chance=row.chance, members=members,
        said=tuple(_said(one) for one in row.said.all()),
    )  # fmt: skip


def _said(row: SignalSaid) -> SaidView:
    verdict = Verdict(row.verdict) if row.verdict else None
    return SaidView(Kind(row.kind), verdict, row.text, row.at, row.account_id)


def explaining(actor: Actor, unit_id: int) -> PostingView | None:
    """Return the posting by which somebody explains for a unit: nearest to it, never from above.

    A province does not speak for its communes, though it sees them; the office of a commune speaks
    for the centre that is its own.
    """
    fitting = [one for one in actor.postings if one.may(Action.SIGNAL_EXPLAIN, unit_id)]
    units = units_by_ids({one.unit_id for one in fitting})
    own = [one for one in fitting if one.unit_id == unit_id or units[one.unit_id].kind not in _FAR]
    return min(own, key=lambda one: (len(one.unit_ids), one.id), default=None)


def inspecting(actor: Actor, unit_id: int) -> PostingView | None:
    """Return the posting by which somebody inspects a unit, None without one."""
    fitting = [one for one in actor.postings if one.may(Action.SIGNAL_CONCLUDE, unit_id)]
    return min(fitting, key=lambda one: (len(one.unit_ids), one.id), default=None)


def month_before(day: date, number: int = 1) -> date:
    """Return the first day of the month so many months before that of a day."""
    months = day.year * 12 + day.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)

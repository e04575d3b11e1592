"""Official reports as data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from motcua.api.answers import answer
from motcua.api.schemas.common import Out
from motcua.api.schemas.queries import ReportQuery
from motcua.api.tokens import Bearer, actor_of
from motcua.identity.types import Action
from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.places import UnitRow
from motcua.indicators.queries import report_ii06a
from motcua.indicators.queries.counted import counted_lived
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound
from motcua.organisations.queries import unit_bore

router = Router()


class LineOut(Out):
    """One row: columns (3) to (13) of the form."""

    code: str
    name: str
    columns: list[int]


class CheckOut(Out):
    """An identity of the form, and whether every row keeps it."""

    text: str
    holds: bool


class PassedOut(Out):
    """A unit that was taken over, or that took over, and since which day."""

    code: str
    name: str
    on: str


class ReportOut(Out):
    """Form II.06a of a unit over whole days, as it stood at `cut_off`.

    Where units were merged (ADR 0026): `ended_on` and `went_to` say where a unit went whose figures
    these are; what happened in it counts there as well from that day on. `took_over` names what is
    counted here too, each on a line of its own and once in the total.
    """

    unit: str
    unit_name: str
    first: str
    last: str
    cut_off: datetime
    lines: list[LineOut]
    totals: list[int]
    checks: list[CheckOut]
    ended_on: str | None
    went_to: list[PassedOut]
    took_over: list[PassedOut]


@router.get(
    "/reports/II.06a",
    response=ReportOut,
    auth=Bearer(Action.REPORT_READ),
    openapi_extra={"x-problems": [404]},
)
def report_show(
    request: HttpRequest,
    wanted: Query[ReportQuery],
) -> HttpResponse:
    """Return form II.06a (Circular 03/2025 of the Ministry of Home Affairs) of a unit.

    Also of one that has ended: its own figures, with where it went.
    """
    found = unit_bore(wanted.unit, wanted.on)
    try:
        actor_of(request).posting_for(Action.REPORT_READ, found.id)
    except Forbidden as error:  # a unit elsewhere is not there
        raise NotFound("unit_unknown", str(error.message)) from error
    report = report_ii06a(found.id, wanted.first, wanted.last)
    return answer(
        ReportOut(
            unit=report.unit_code,
            unit_name=report.unit_name,
            first=wanted.first.isoformat(),
            last=wanted.last.isoformat(),
            cut_off=report.cut_off,
            lines=[
                LineOut(code=line.code, name=line.label, columns=list(line.figures))
                for line in report.lines
            ],
            totals=list(report.totals),
            checks=[CheckOut(text=one.text, holds=one.holds) for one in report.checks],
            **_passed(found.id, report.cut_off),
        )
    )


def _passed(unit_id: int, until: datetime) -> dict[str, Any]:
    """Return whether a unit had ended by an instant, where it went, and what it took over."""
    rows = units_tree().rows
    row = rows[unit_id]
    ended = row.over_by(until)

    def told(one: UnitRow, over: UnitRow) -> PassedOut:
        return PassedOut(code=one.code, name=one.name, on=_day(over))

    return {
        "ended_on": _day(row) if ended else None,
        "went_to": [told(rows[one], row) for one in row.heirs if ended and one in rows],
        "took_over": [
            told(rows[one.unit_id], rows[one.unit_id])
            for one in counted_lived(unit_id, until).taken
        ],
    }


def _day(row: UnitRow) -> str:
    assert row.valid_to is not None
    return clock.local(row.valid_to).date().isoformat()

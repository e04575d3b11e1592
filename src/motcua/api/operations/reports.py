"""Official reports as data."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from motcua.api.answers import answer
from motcua.api.schemas.common import Out
from motcua.api.schemas.queries import ReportQuery
from motcua.api.tokens import Bearer, actor_of
from motcua.identity.types import Action
from motcua.indicators.queries import report_ii06a
from motcua.kernel.errors import Forbidden, NotFound
from motcua.organisations.queries import unit_by_code

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


class ReportOut(Out):
    """Form II.06a of a unit over whole days, as it stood at `cut_off`."""

    unit: str
    unit_name: str
    first: str
    last: str
    cut_off: datetime
    lines: list[LineOut]
    totals: list[int]
    checks: list[CheckOut]


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
    """Return form II.06a (Circular 03/2025 of the Ministry of Home Affairs) of a unit."""
    found = unit_by_code(wanted.unit)
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
        )
    )

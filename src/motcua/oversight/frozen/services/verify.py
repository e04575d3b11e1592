"""`motcua verify`: are frozen reports what was kept, and is every later difference explained?

What was kept is checked of every version. What its cut-off gives now is computed for reports of
the last hundred days: older ones stand on the events, whose chains and seals are checked anyway.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

from motcua.documents.queries import file_get
from motcua.dossiers.services.verify import Breach
from motcua.indicators.reports.sheets import sheet_difference
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport, ReportFile
from motcua.oversight.frozen.queries import sheet_of
from motcua.oversight.frozen.services.looking import (
    LATER,
    plain_cell,
    report_look,
    stored_problems,
)

AGAIN = timedelta(days=100)


def reports_verify() -> Iterator[Breach]:
    """Yield every frozen report that is not what was kept, or differs without a reason."""
    since = clock.today() - AGAIN
    for row in FrozenReport.objects.order_by("pk").iterator(chunk_size=20):
        where = f"report {row.code}"
        found = stored_problems(row)
        yield from (Breach("I3", where, what) for what in found)
        if found:
            continue
        yield from (Breach("I3", where, what) for what in _added_up(row))
        yield from (Breach("I3", where, what) for what in _paper(row))
        if row.last_day >= since:
            yield from (Breach("I3", where, what) for what in _again(row))


def _again(row: FrozenReport) -> Iterator[str]:
    try:
        codes = report_look(row, chains=False).unexplained
    except Refused as refusal:
        if refusal.code in LATER:
            return
        yield f"it cannot be computed again: {refusal.code}"
        return
    if codes:
        yield f"figures differ without an event that says why: {', '.join(codes[:5])}"


def _added_up(row: FrozenReport) -> Iterator[str]:
    """Compare a version with the one before and the difference that is kept between them."""
    if row.version == 1:
        return
    older = FrozenReport.objects.get(
        unit_id=row.unit_id, report=row.report, first_day=row.first_day, last_day=row.last_day,
        version=row.version - 1,
    )  # fmt: skip
    told = {
        (one.line, one.column): (one.before, one.after)
        for one in rules.difference_read(json.loads(row.difference)).cells
        if one.what != "others"
    }
    real = {
        (one.line, one.column): (plain_cell(one.before), plain_cell(one.after))
        for one in sheet_difference(sheet_of(older), sheet_of(row))
    }
    if told != real:
        yield "the difference that it tells is not the one between the two versions"


def _paper(row: FrozenReport) -> Iterator[str]:
    paper = ReportFile.objects.filter(report=row).first()
    if paper is None:
        return
    try:
        if file_get(paper.file_id).sha256 != paper.sha256:
            yield "its paper is another file than the one that was sent"
    except NotFound:
        yield "its paper is not there"

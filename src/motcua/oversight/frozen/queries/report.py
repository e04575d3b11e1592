"""Reads of one frozen report: the row, its sheet, lists, steps and files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor, PostingView
from motcua.indicators.reports.sheets import sheet_read
from motcua.indicators.reports.types import Sheet
from motcua.indicators.types import Period
from motcua.kernel.errors import Forbidden, NotFound
from motcua.organisations.queries import unit_get
from motcua.organisations.types import UnitView
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport, ReportFile, ReportStep
from motcua.oversight.frozen.papers import report_json, report_pdf, report_xlsx
from motcua.oversight.frozen.types import Difference, Fact, Line, Place, Spot, Standing, Step


@dataclass(frozen=True)
class Report:
    """A frozen report with everything that is kept of it."""

    line: Line
    unit: UnitView
    place: Place
    sheet: Sheet
    reason: str
    difference: Difference
    digest: str
    steps: tuple[Step, ...]
    standing: Standing
    versions: tuple[Line, ...]
    file_id: int | None
    sealed_by: str


def posting_at(actor: Actor, action: Action, unit_id: int) -> PostingView:
    """Return the posting by which somebody acts for a unit: one in the unit itself.

    Whoever is posted above sees its reports and does not sign for it. Raises Forbidden.
    """
    fitting = [one for one in actor.postings if one.may(action) and one.unit_id == unit_id]
    if not fitting:
        raise Forbidden("not_allowed", _("None of your postings allows this here."))
    return min(fitting, key=lambda one: one.id)


def acts_at(actor: Actor, action: Action, unit_id: int) -> bool:
    """Return whether somebody has such a posting."""
    return any(one.may(action) and one.unit_id == unit_id for one in actor.postings)


def row_get(actor: Actor, code: str) -> FrozenReport:
    """Return a report's row for whoever may read its unit's reports; NotFound for others."""
    row = FrozenReport.objects.filter(code=code).first()
    if row is None or not actor.may(Action.REPORT_READ, row.unit_id):
        raise NotFound("report_unknown", _("There is no such report here."))
    return row


def report_get(actor: Actor, code: str) -> Report:
    """Return a report for whoever may read its unit's reports; NotFound for others."""
    row = row_get(actor, code)
    versions = list(
        FrozenReport.objects.filter(
            unit_id=row.unit_id, report=row.report, first_day=row.first_day, last_day=row.last_day
        )
        .defer("sheet", "codes", "difference")
        .order_by("version")
    )
    told = steps_of([one.pk for one in versions])
    paper = ReportFile.objects.filter(report=row).first()
    return Report(
        line=line_of(row, told[row.pk]),
        unit=unit_get(row.unit_id),
        place=place_of(row),
        sheet=sheet_of(row),
        reason=row.reason,
        difference=difference_of(row),
        digest=row.digest,
        steps=tuple(told[row.pk]),
        standing=rules.stand(told[row.pk]),
        versions=tuple(line_of(one, told[one.pk]) for one in versions),
        file_id=paper.file_id if paper else None,
        sealed_by=str(paper.signatures[0].get("signer", "")) if paper and paper.signatures else "",
    )


def file_bytes(actor: Actor, code: str, kind: str) -> bytes:
    """Return a report as xlsx, json, or a paper that bears no seal; NotFound."""
    row = row_get(actor, code)
    steps = steps_of([row.pk])[row.pk]
    if kind == "json":
        return report_json(row.sheet, row, tuple(steps), row.signature)
    make = report_xlsx if kind == "xlsx" else report_pdf
    return make(sheet_of(row), row, rules.stand(steps))


def codes_behind(actor: Actor, code: str, spot: Spot) -> tuple[str, ...]:
    """Return the frozen list behind a cell, in order; NotFound where none may be opened."""
    found = _lists(actor, code).get(spot)
    if found is None:
        raise NotFound("cell_unknown", _("There is no such number in this report."))
    return found


def spots_of(actor: Actor, code: str) -> frozenset[Spot]:
    """Return the cells behind which somebody may open a list."""
    return frozenset(_lists(actor, code))


def _lists(actor: Actor, code: str) -> dict[Spot, tuple[str, ...]]:
    """Return the lists; none for whoever reads reports and no board: they see sums alone."""
    row = row_get(actor, code)
    opens = actor.may(Action.BOARD_READ, row.unit_id)
    return rules.codes_unpack(bytes(row.codes)) if opens else {}


def difference_of(row: FrozenReport) -> Difference:
    """Return what differs from the version before; nothing for a first one."""
    return rules.difference_read(json.loads(row.difference) if row.difference else {})


def place_of(row: FrozenReport) -> Place:
    """Return up to where the events were read when it was frozen."""
    return Place(row.event, row.horizon, row.seal, row.seal_hash)


def text_of(row: FrozenReport, unit_code: str) -> str:
    """Return the text that a version's hash and signature cover."""
    return rules.report_text(
        code=row.code,
        unit=unit_code,
        sheet=row.sheet,
        codes=bytes(row.codes),
        difference=row.difference,
        cut_off=row.cut_off,
        made_at=row.made_at,
        place=place_of(row),
        reason=row.reason,
        before=row.before,
    )


def sheet_of(row: FrozenReport) -> Sheet:
    """Return the sheet that was frozen."""
    return sheet_read(json.loads(row.sheet))


def steps_of(report_ids: Collection[int]) -> dict[int, list[Step]]:
    """Return what happened to some reports, in order; one statement."""
    found: dict[int, list[Step]] = defaultdict(list)
    rows = ReportStep.objects.filter(report_id__in=list(report_ids)).order_by("report_id", "seq")
    for row in rows:
        found[row.report_id].append(step_view(row))
    return found


def step_view(row: ReportStep) -> Step:
    """Return a stored step as others see it."""
    return Step(
        row.seq, Fact(row.fact), row.at, row.account_id, row.posting_id,
        row.name, row.role, row.place, row.text, row.other,
    )  # fmt: skip


def line_of(row: FrozenReport, steps: Sequence[Step]) -> Line:
    """Return a report as a list shows it."""
    now = rules.stand(steps)
    return Line(
        id=row.pk,
        code=row.code,
        unit_id=row.unit_id,
        report=row.report,
        period=Period(row.first_day, row.last_day),
        version=row.version,
        cut_off=row.cut_off,
        made_at=row.made_at,
        due_on=row.due_on,
        to_id=row.to_id,
        to_name=row.to_name,
        state=now.state,
        seq=now.seq,
        sent_at=now.sent.at if now.sent else None,
        seen=bool(now.seen),
        replaced_by=now.replaced_by,
    )

"""Reads of frozen reports, of what the schedule expects, of what waits for somebody."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendars_for
from motcua.deadlines.rules import Calendar
from motcua.identity.types import Action, Actor, PostingView
from motcua.indicators.reports.sheets import reports_made, sheet_read
from motcua.indicators.reports.types import Sheet
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_descendant_ids, unit_get, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitView
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport, ReportFile, ReportRule, ReportStep
from motcua.oversight.frozen.papers import report_json, report_pdf, report_xlsx
from motcua.oversight.frozen.types import (
    TO_SIGN,
    Difference,
    Every,
    Expected,
    Fact,
    Line,
    Place,
    Reach,
    Rule,
    Spot,
    Standing,
    State,
    Step,
)

BACK = 24  # periods of a rule that are looked at: nothing older is drawn up by itself
SHOWN = 200
ENDING = (Fact.SENT.value, Fact.WITHDRAWN.value, Fact.REPLACED.value)


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


# --- one report ----------------------------------------------------------------------------------
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


def _lines(rows: QuerySet[FrozenReport], most: int = SHOWN) -> list[Line]:
    found = list(rows.defer("sheet", "codes", "difference")[:most])
    told = steps_of([one.pk for one in found])
    return [line_of(one, told[one.pk]) for one in found]


def lines_of_unit(unit_id: int) -> list[Line]:
    """Return a unit's own reports, the newest period and version first."""
    return _lines(
        FrozenReport.objects.filter(unit_id=unit_id).order_by("-last_day", "report", "-version")
    )


def lines_received(unit_id: int) -> list[Line]:
    """Return the reports that were sent to a unit, the newest first."""
    sent = FrozenReport.objects.filter(to_id=unit_id, steps__fact=Fact.SENT.value)
    return _lines(sent.order_by("-last_day", "unit_id", "-version"))


# --- the schedule --------------------------------------------------------------------------------
def rule_view(row: ReportRule) -> Rule:
    """Return a stored rule as others see it."""
    return Rule(
        row.pk, row.unit_id, row.report, Every(row.every), Reach(row.reach), row.draft_day,
        row.due_day, row.to_name, row.mail, row.valid_from, row.valid_to, row.source,
        row.ended_reason,
    )  # fmt: skip


def rules_of(unit_id: int, *, ended: bool = False) -> list[Rule]:
    """Return the rules that a unit has set, those in force or those that ended."""
    rows = ReportRule.objects.filter(unit_id=unit_id, valid_to__isnull=not ended)
    return [rule_view(one) for one in rows.order_by("report", "every", "valid_from", "pk")]


def rules_about(unit: UnitView) -> list[Rule]:
    """Return the rules in force that ask a unit for reports: its own, and those from above it.

    A unit does not see the rows of those above it; of their rules it is told what concerns it.
    """
    with scope_use(SYSTEM):
        rows = ReportRule.objects.filter(
            Q(unit_id=unit.id, reach=Reach.OWN.value)
            | Q(unit_id__in=unit.path_ids[:-1], reach=Reach.BELOW.value),
            valid_to__isnull=True,
        )
        found = [rule_view(one) for one in rows.order_by("report", "every", "pk")]
    return [one for one in found if one.reach is Reach.OWN or unit.kind in COMMUNE_KINDS]


def rules_towards(unit: UnitView) -> dict[tuple[str, Every], list[Rule]]:
    """Return the rules in force whose reports come to a province, by report and how often.

    Its own for the communes below it, and those that units below have set for themselves.
    """
    if unit.kind not in PROVINCE_KINDS:
        return {}
    below = unit_descendant_ids(unit.id) - {unit.id}
    rows = ReportRule.objects.filter(
        Q(unit_id=unit.id, reach=Reach.BELOW.value) | Q(unit_id__in=below, reach=Reach.OWN.value),
        valid_to__isnull=True,
    )
    found: dict[tuple[str, Every], list[Rule]] = defaultdict(list)
    for row in rows.order_by("reach", "report", "every", "pk"):
        found[row.report, Every(row.every)].append(rule_view(row))
    return dict(sorted(found.items()))


def followed(known: Sequence[Rule], period: Period) -> list[Expected]:
    """Return what rules of one kind expect for a period, each unit once."""
    found: dict[int, Expected] = {}
    for rule in known:
        if rules.period_of(rule.every, rule.valid_from).first <= period.first:
            for one in expected(rule, period, units_asked(rule, period.last)):
                found.setdefault(one.unit_id, one)
    return list(found.values())


def units_asked(rule: Rule, on: date) -> list[UnitView]:
    """Return the units from which a rule wants a report of a period that ends on a day.

    A unit that was merged into another one before has nobody who signs: its heir reports.
    """
    if rule.reach is Reach.OWN:
        return [unit_get(rule.unit_id)]
    below = units_by_ids(unit_descendant_ids(rule.unit_id))
    found = [
        one
        for one in below.values()
        if one.kind in COMMUNE_KINDS
        and one.valid_from <= on
        and (one.valid_to is None or one.valid_to > on)
    ]
    return sorted(found, key=lambda one: one.full_name)


def periods_asked(rule: Rule, today: date) -> list[Period]:
    """Return the last periods that a rule asks for and that are over, the oldest first."""
    last = min(today, rule.valid_to + timedelta(days=1)) if rule.valid_to else today
    return list(rules.periods_over(rule.every, rule.valid_from, last))[-BACK:]


def days_of(rule: Rule, calendar: Calendar, period: Period) -> tuple[date, date]:
    """Return on which day a report is drawn up and until when it is due, on the unit's calendar."""
    first = calendar.working_day_after(period.last, rule.draft_day).date
    return first, calendar.working_day_after(period.last, rule.due_day).date


def expected(rule: Rule, period: Period, units: Iterable[UnitView]) -> list[Expected]:
    """Return what a rule expects of some units, with what there is of it; three statements."""
    wanted = [one for one in units if rule.report in reports_made(one)]
    calendars = calendars_for(wanted)
    rows = FrozenReport.objects.filter(
        unit_id__in=[one.id for one in wanted],
        report=rule.report,
        first_day=period.first,
        last_day=period.last,
    )
    newest: dict[int, Line] = {}
    for line in _lines(rows.order_by("unit_id", "version"), most=5_000):
        held = newest.get(line.unit_id)
        if held is None or held.sent_at is None or line.sent_at is not None:
            newest[line.unit_id] = line  # what was sent counts until its correction is sent
    return [
        Expected(
            rule.id, one.id, one.full_name, rule.report, period,
            *days_of(rule, calendars[one.id], period), newest.get(one.id),
        )
        for one in wanted
    ]  # fmt: skip


def next_due(unit: UnitView) -> list[Expected]:
    """Return what a unit owes: reports of past periods not sent yet, and the next one of each.

    In the order of their day.
    """
    today, found = clock.today(), []
    for rule in rules_about(unit):
        past = periods_asked(rule, today)
        ahead = rules.period_of(rule.every, today)
        for period in [*past[-3:], ahead]:
            told = expected(rule, period, [unit])
            found += [one for one in told if one.line is None or one.line.sent_at is None]
    return sorted(found, key=lambda one: (one.due_on, one.report))


# --- who has to act ------------------------------------------------------------------------------
def waiting_for(actor: Actor) -> list[Line]:
    """Return what waits for this person to sign, approve (never their own) or send, by its day."""
    makes = {one.unit_id for one in actor.postings if one.may(Action.REPORT_MAKE)}
    decides = {one.unit_id for one in actor.postings if one.may(Action.LETTER_SIGN)}
    if not makes | decides:
        return []
    rows = FrozenReport.objects.filter(unit_id__in=makes | decides).exclude(steps__fact__in=ENDING)
    found = list(rows.defer("sheet", "codes", "difference").order_by("due_on", "pk")[:SHOWN])
    told = steps_of([one.pk for one in found])
    return [
        line_of(one, told[one.pk])
        for one in found
        if _his(actor, one.unit_id, rules.stand(told[one.pk]), makes, decides)
    ]


def _his(actor: Actor, unit_id: int, now: Standing, makes: set[int], decides: set[int]) -> bool:
    if now.state in TO_SIGN or now.state is State.APPROVED:
        return unit_id in makes
    signer = now.signed.account_id if now.signed else None
    return now.state is State.SIGNED and unit_id in decides and signer != actor.account_id


def unseen(actor: Actor) -> list[Line]:
    """Return what was sent to this person's unit and nobody there has seen, the newest first."""
    units = {one.unit_id for one in actor.postings if one.may(Action.REPORT_MAKE)}
    if not units:
        return []
    rows = FrozenReport.objects.filter(to_id__in=units, steps__fact=Fact.SENT.value)
    return _lines(rows.exclude(steps__fact=Fact.SEEN.value).order_by("-last_day", "unit_id", "pk"))

"""Reads of the schedule: its rules, what they expect of which unit, what there is of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q

from motcua.deadlines.queries import calendars_for
from motcua.deadlines.rules import Calendar
from motcua.indicators.reports.sheets import reports_made
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_descendant_ids, unit_get, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitView
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport, ReportRule
from motcua.oversight.frozen.queries.lists import lines_read
from motcua.oversight.frozen.types import Every, Expected, Line, Reach, Rule

BACK = 24  # periods of a rule that are looked at: nothing older is drawn up by itself


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
    for line in lines_read(rows.order_by("unit_id", "version")):
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

"""The schedule: rules with their source; what is due is asked of the worker by itself, once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.types import CalendarInvalid
from motcua.identity.types import Action, Actor
from motcua.indicators.reports.sheets import reports_made
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.saying import said
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.organisations.queries import unit_get
from motcua.organisations.types import PROVINCE_KINDS, UnitView
from motcua.oversight.frozen.models import FrozenReport, ReportRule
from motcua.oversight.frozen.queries import (
    days_of,
    periods_asked,
    posting_at,
    rule_view,
    units_asked,
)
from motcua.oversight.frozen.rules import first_day
from motcua.oversight.frozen.services._writing import newest, proved_check, unit_lock
from motcua.oversight.frozen.services.asking import order_put
from motcua.oversight.frozen.services.making import Order
from motcua.oversight.frozen.types import Act, Every, Reach, Rule

log = logging.getLogger(__name__)
DAYS_MOST = 60
FIRST_YEAR = 2000


@dataclass(frozen=True)
class RuleOrder:
    """A rule as it is set; days are working days after the end of the period."""

    report: str
    every: Every
    reach: Reach
    draft_day: int
    due_day: int
    valid_from: date
    source: str
    to_name: str = ""
    mail: str = ""


@transaction.atomic
def rule_set(*, actor: Actor, unit_id: int, order: RuleOrder) -> int:
    """Set a rule of a unit; return its id. Raises Forbidden, Invalid at the fields, Refused."""
    posting_at(actor, Action.REPORT_MAKE, unit_id)
    unit = unit_get(unit_id)
    _checked(unit, order)
    unit_lock(unit_id)
    same = ReportRule.objects.filter(
        unit_id=unit_id, report=order.report, every=order.every.value, reach=order.reach.value
    )
    if same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=order.valid_from)).exists():
        words = _("There is such a rule already. End it first, then set the new one.")
        raise Refused("rule_there", words)
    row = ReportRule.objects.create(
        unit_id=unit_id,
        report=order.report,
        every=order.every.value,
        reach=order.reach.value,
        draft_day=order.draft_day,
        due_day=order.due_day,
        valid_from=order.valid_from,
        source=said(nfc(order.source), "source", 300),
        to_name=nfc(order.to_name)[:200],
        mail=order.mail.strip(),
        set_at=clock.now(),
        set_by_id=actor.account_id,
    )
    return row.pk


def _checked(unit: UnitView, order: RuleOrder) -> None:
    problems = []
    if order.reach is Reach.BELOW and unit.kind not in PROVINCE_KINDS:
        problems.append(FieldProblem("reach", _("Only a province asks other units for reports.")))
    if order.reach is Reach.OWN and order.report not in reports_made(unit):
        problems.append(FieldProblem("report", _("Your unit does not make this report.")))
    if not 1 <= order.draft_day <= DAYS_MOST:
        problems.append(FieldProblem("draft_day", _("Enter a number from 1 to 60.")))
    if not order.draft_day <= order.due_day <= DAYS_MOST:
        words = _("It is due on the day on which it is drawn up, or later; at most day 60.")
        problems.append(FieldProblem("due_day", words))
    if not FIRST_YEAR <= order.valid_from.year <= clock.today().year + 1:
        problems.append(FieldProblem("valid_from", _("Enter a day of this time.")))
    elif order.valid_from < (since := first_day(order.every, clock.today())):
        words = _(
            "A rule starts with the last period at the earliest: enter %(day)s or a later day. "
            "Freeze older reports yourself."
        )
        problems.append(FieldProblem("valid_from", words % {"day": f"{since:%d/%m/%Y}"}))
    if order.mail.strip():
        try:
            validate_email(order.mail.strip())
        except ValidationError as error:
            problems.append(FieldProblem("mail", " ".join(error.messages)))
    if problems:
        raise Invalid(problems)


@transaction.atomic
def rule_end(*, actor: Actor, rule_id: int, reason: str) -> None:
    """End a rule with today and say why; what it drew up stays. NotFound, Forbidden, Invalid."""
    row = ReportRule.objects.select_for_update().filter(pk=rule_id, valid_to=None).first()
    if row is None:
        raise NotFound("rule_unknown", _("There is no such rule here."))
    posting_at(actor, Action.REPORT_MAKE, row.unit_id)
    row.ended_reason = said(reason, "text", 1000)
    row.valid_to, row.ended_by_id = max(clock.today(), row.valid_from), actor.account_id
    row.save(update_fields=["ended_reason", "valid_to", "ended_by"])


def reports_draw_up() -> int:
    """Ask the worker for every report whose day has come and that is not there; return how many.

    Looks at the rows, never at what it did before: run again it changes nothing, killed anywhere
    the next run goes on. What came to nothing is asked for again. While the figures are not what
    the sealed events say, it asks for none (`unproved`).
    """
    try:
        proved_check()
    except Refused as refusal:
        log.warning("no report is drawn up: %s", refusal.code)
        return 0
    today, asked = clock.today(), 0
    with scope_use(SYSTEM):
        known = [rule_view(one) for one in ReportRule.objects.order_by("pk")]
    for rule in known:
        for period in periods_asked(rule, today):
            for unit in _missing(rule, period):
                asked += _draw_up(rule, unit, period, today)
    return asked


def _missing(rule: Rule, period: Period) -> list[UnitView]:
    with scope_use(SYSTEM):
        there = set(
            FrozenReport.objects.filter(
                report=rule.report, first_day=period.first, last_day=period.last
            ).values_list("unit_id", flat=True)
        )
        asked = units_asked(rule, period.last)
        return [one for one in asked if one.id not in there and rule.report in reports_made(one)]


def _draw_up(rule: Rule, unit: UnitView, period: Period, today: date) -> bool:
    try:
        with scope_use(SYSTEM), transaction.atomic():
            draft_on, due_on = days_of(rule, calendar_for(unit.id), period)
            if today < draft_on:
                return False
            unit_lock(unit.id)
            if newest(unit.id, rule.report, period) is not None:
                return False  # somebody did it meanwhile
            order = Order(rule.report, period, due_on, rule.id, to_name=rule.to_name)
            return order_put(unit.id, Act.FREEZE, order)
    except CalendarInvalid as refusal:
        log.warning("report %s of unit %s waits: %s", rule.report, unit.id, refusal.code)
    return False

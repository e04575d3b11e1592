"""Transfers that the counter booked because it saw them, and that no bank statement has brought."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.types import CalendarInvalid
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.payments.models import Mismatch, PaymentAttempt, TransferRule
from motcua.payments.queries.transfer_rules import TransferRuleView, transfer_rules
from motcua.payments.services.locks import statements_lock
from motcua.payments.services.mismatches import mismatch_note
from motcua.payments.types import AttemptState, Method, MismatchKind

log = logging.getLogger(__name__)
DAYS_MOST = 30


def transfers_unseen(unit_ids: Iterable[int] | None = None) -> int:
    """Name each counter's transfer that should stand on a statement by now; return how many new.

    Of the units given, else of all that the scope shows. How many working days it may take is the
    rule of the day on which it was booked (`transfer_rules`), counted by the unit's calendar. The
    statement that brings it later clears it (`mismatch_seen`). Repeated, it notes nothing twice.
    """
    rules = transfer_rules()
    named = Mismatch.objects.filter(
        unit_id=OuterRef("unit_id"),
        kind=MismatchKind.HERE_NOT_THERE.value,
        method=Method.TRANSFER.value,
        reference=OuterRef("reference"),
    )
    with transaction.atomic():
        statements_lock()  # else one that a statement is just bringing would be named
        booked = PaymentAttempt.objects.filter(
            ~Exists(named),
            method=Method.TRANSFER.value,
            state=AttemptState.PAID.value,
            external_id="",
        )
        if unit_ids is not None:
            booked = booked.filter(unit_id__in=list(unit_ids))
        return sum(_name(row, rules) for row in booked.select_related("order").order_by("id"))


def _name(row: PaymentAttempt, rules: list[TransferRuleView]) -> bool:
    day = clock.local(row.ended_at or row.started_at).date()
    rule = next((one for one in rules if one.holds(day)), None)
    if rule is None or clock.today() <= _last_day(row.unit_id, day, rule.working_days):
        return False
    return mismatch_note(
        unit_id=row.unit_id,
        order=row.order,
        day=day,
        kind=MismatchKind.HERE_NOT_THERE,
        method=Method.TRANSFER,
        reference=row.reference,
        here_vnd=row.amount_vnd,
    )


def _last_day(unit_id: int, day: date, working_days: int) -> date:
    """Return the last day on which it may still come; plain days where no calendar is known."""
    try:
        return calendar_for(unit_id).working_day_after(day, working_days).date
    except CalendarInvalid:
        log.warning("no calendar of unit %s for %s: plain days are counted", unit_id, day)
        return day + timedelta(days=working_days)


@transaction.atomic
def transfer_rule_set(*, working_days: int, valid_from: date, source: str) -> None:
    """Say from a day on after how many working days a counter's transfer must have come.

    For the command line. The rule in force until then ends there. Raises Invalid for a number of
    days out of 1–30, a beginning not after the rule before, or without a source.
    """
    problems = []
    if not 1 <= working_days <= DAYS_MOST:
        problems.append(FieldProblem("working_days", _("Between 1 and 30 working days.")))
    if len(source.split()) < 2:
        problems.append(FieldProblem("source", _("Name the decision that says so.")))
    before = TransferRule.objects.select_for_update().filter(valid_to__isnull=True).first()
    if before is not None and valid_from <= before.valid_from:
        problems.append(FieldProblem("valid_from", _("It must begin after the rule before.")))
    if problems:
        raise Invalid(problems)
    if before is not None:
        before.valid_to = valid_from
        before.save(update_fields=["valid_to"])
    TransferRule.objects.create(
        working_days=working_days, valid_from=valid_from, source=" ".join(source.split())[:300]
    )

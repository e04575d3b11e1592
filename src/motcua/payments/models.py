"""Tables of payments (private to this package). Amounts are whole dong and never change.

What counts is append-only for the application: lines, receipts, movements. A trigger keeps the
amount of orders, attempts and refunds as they were made.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from motcua.payments.types import (
    AttemptState,
    ChangeState,
    Collection,
    EntryKind,
    Method,
    MismatchKind,
    OrderState,
    RefundState,
)

PERSONAL = {
    "FeeOrder": frozenset({"payer_name"}),
    "Receipt": frozenset({"payer_name"}),
    "StatementLine": frozenset({"text"}),
}
LIVE = ("pending", "paying", "held")


def _words(kind: type[Any]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in kind]


class BankAccount(models.Model):
    """The account of a unit (or of what is below it) that transfers go to, as dated data."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    bank_bin = models.CharField(max_length=6)
    bank_name = models.CharField(max_length=120)
    number = models.CharField(max_length=19)
    holder = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300)
    entered_by = models.BigIntegerField(null=True)  # null: the installation's own set-up
    confirmed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit",), condition=Q(valid_to__isnull=True), name="bank_account_one"
            ),
        )


class AccountChange(models.Model):
    """A new account of a unit; whoever entered it does not confirm it.

    Else one person alone could turn fees away to an account of their own.
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    bank_bin = models.CharField(max_length=6)
    bank_name = models.CharField(max_length=120)
    number = models.CharField(max_length=19)
    holder = models.CharField(max_length=120)
    valid_from = models.DateField()
    source = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=_words(ChangeState))
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit",), condition=Q(state="waiting"), name="account_change_one"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("entered_by")),
                name="account_change_by_two",
            ),
        )


class FeeOrder(models.Model):
    """What somebody owes for a subject; `persons` are those of the citizens' realm who see it."""

    code = models.CharField(max_length=12, unique=True)
    subject = models.CharField(max_length=60)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    persons = ArrayField(models.BigIntegerField(), default=list)
    payer_name = models.CharField(max_length=200)
    purpose = models.JSONField()
    collection = models.PositiveSmallIntegerField(choices=[(c.value, c.name) for c in Collection])
    amount_vnd = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12, choices=_words(OrderState))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=12, blank=True, default="")
    return_url = models.CharField(max_length=300, blank=True, default="")
    held_reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "collection"), condition=Q(state__in=LIVE), name="order_one_live"
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="order_owes_something"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False)
                | ~Q(state="paid") & Q(paid_at__isnull=True),
                name="order_paid_at",
            ),
        )
        indexes = (
            GinIndex(fields=("persons",), name="order_persons"),
            models.Index(fields=("subject",), name="order_subject"),
        )


class OrderLine(models.Model):
    """What is paid for, how it was reckoned and on what basis."""

    order = models.ForeignKey(FeeOrder, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    amount_vnd = models.PositiveBigIntegerField()
    basis = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("order", "position"), name="order_line_position"),
        )


class PaymentAttempt(models.Model):
    """One try to pay; an order has one live one at most, so that nobody pays twice by accident."""

    order = models.ForeignKey(FeeOrder, models.PROTECT, related_name="attempts")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    method = models.CharField(max_length=12, choices=_words(Method))
    state = models.CharField(max_length=12, choices=_words(AttemptState))
    amount_vnd = models.PositiveBigIntegerField()
    external_id = models.CharField(max_length=60, blank=True, default="")
    redirect_url = models.CharField(max_length=600, blank=True, default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    asks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("order",), condition=Q(state="open"), name="attempt_one_live"
            ),
        )
        indexes = (
            # Attempts that ended here are asked about for a while too (services/attempts.py).
            models.Index(
                fields=("ask_at",), condition=Q(ask_at__isnull=False), name="attempt_to_ask"
            ),
            models.Index(  # the counter saw it, no statement has brought it (services/unseen.py)
                fields=("ended_at",),
                condition=Q(method="transfer", state="paid", external_id=""),
                name="attempt_unseen",
            ),
        )


class ReceiptCounter(models.Model):
    """The last serial of a unit's year; its lock leaves no gap, as a failure takes it back."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "year"), name="receipt_counter_year"),
        )


class Receipt(models.Model):
    """Electronic receipt (Decree 254/2026: no paper receipts from 2027); append-only."""

    order = models.OneToOneField(FeeOrder, models.PROTECT, related_name="receipt")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    code = models.CharField(max_length=24, unique=True)
    payer_name = models.CharField(max_length=200)
    amount_vnd = models.PositiveBigIntegerField()
    method = models.CharField(max_length=12, choices=_words(Method))
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "year", "serial"), name="receipt_number"),
        )


class LedgerEntry(models.Model):
    """A movement of money, in dong: what came is positive, what went negative; append-only."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    order = models.ForeignKey(FeeOrder, models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(max_length=10, choices=_words(EntryKind))
    method = models.CharField(max_length=12, choices=_words(Method))
    amount_vnd = models.BigIntegerField()
    external_id = models.CharField(max_length=60, blank=True, default="")
    reference = models.CharField(max_length=20, blank=True, default="")
    at = models.DateTimeField()
    day = models.DateField()
    account_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                # Banks and people number for themselves: two units may well bear one number.
                fields=("unit", "method", "external_id", "kind"),
                condition=~Q(external_id=""),
                name="entry_once",
            ),
        )
        indexes = (models.Index(fields=("unit", "day"), name="entry_day"),)


class Refund(models.Model):
    """Money that goes back; nobody approves what the same person asked for."""

    order = models.ForeignKey(FeeOrder, models.PROTECT, related_name="refunds")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    reference = models.CharField(max_length=24, unique=True)
    amount_vnd = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in RefundState])
    method = models.CharField(max_length=12, choices=_words(Method))
    made_at = models.DateTimeField()
    requested_by = models.BigIntegerField(null=True)
    approved_by = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=60, blank=True, default="")
    problem = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="refund_by_two",
            ),
            models.UniqueConstraint(
                fields=("order",),
                condition=Q(state__in=["proposed", "requested", "approved"]),
                name="refund_one_open",
            ),
        )


class StatementLine(models.Model):
    """A line of a bank statement; `text` is what the payer and the bank wrote."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    bank_reference = models.CharField(max_length=60)
    booked_at = models.DateTimeField()
    amount_vnd = models.BigIntegerField()
    text = models.CharField(max_length=300)
    reference = models.CharField(max_length=20, blank=True, default="")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "bank_reference"), name="statement_line_once"),
        )


class TillHandOver(models.Model):
    """Cash that an official at the counter handed over, and what the finance office counted."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    day = models.DateField()
    due_vnd = models.BigIntegerField()
    handed_vnd = models.BigIntegerField()
    note = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    received_vnd = models.BigIntegerField(null=True)
    received_by = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(received_by__isnull=True) | ~Q(received_by=F("account_id")),
                name="hand_over_by_two",
            ),
        )
        indexes = (models.Index(fields=("unit", "day"), name="hand_over_day"),)


class DayClosing(models.Model):
    """That a person looked a day's books through; append-only.

    A day that was opened again is closed anew: `turn` counts its closings.
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    closed_by = models.BigIntegerField()
    closed_at = models.DateTimeField()
    figures = models.JSONField()
    note = models.CharField(max_length=500, blank=True, default="")
    turn = models.PositiveSmallIntegerField(default=1, db_default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "day", "turn"), name="day_closed_once"),
        )


class DayReopening(models.Model):
    """That a closed day was opened again, by whom and why; append-only."""

    closing = models.OneToOneField(DayClosing, models.PROTECT, related_name="reopening")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    reopened_by = models.BigIntegerField()
    reopened_at = models.DateTimeField()
    reason = models.CharField(max_length=500)


class TransferRule(models.Model):
    """After how many working days a transfer seen at the counter must stand on a statement."""

    working_days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(working_days__gt=0)
                & (Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))),
                name="transfer_rule_period",
            ),
            models.UniqueConstraint(
                fields=("valid_to",), nulls_distinct=False, name="transfer_rule_open"
            ),
        )


class Mismatch(models.Model):
    """What does not agree, until a person has made it clear."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    order = models.ForeignKey(FeeOrder, models.PROTECT, null=True, related_name="mismatches")
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in MismatchKind])
    method = models.CharField(max_length=12, choices=_words(Method))
    external_id = models.CharField(max_length=60, blank=True, default="")
    reference = models.CharField(max_length=24, blank=True, default="")
    here_vnd = models.BigIntegerField(null=True)
    there_vnd = models.BigIntegerField(null=True)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.BigIntegerField(null=True)
    resolution = models.CharField(max_length=500, blank=True, default="")
    explained_by = models.BigIntegerField(null=True)  # had a part in it: another one decides
    explained_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "kind", "method", "external_id", "reference"), name="mismatch_once"
            ),
            models.CheckConstraint(
                condition=Q(explained_by__isnull=True)
                | Q(resolved_by__isnull=True)
                | ~Q(resolved_by=F("explained_by")),
                name="mismatch_by_two",
            ),
        )
        indexes = (
            models.Index(
                fields=("unit", "day"), condition=Q(resolved_at__isnull=True), name="mismatch_open"
            ),
        )

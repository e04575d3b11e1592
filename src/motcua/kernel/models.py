"""Tables of the kernel: idempotency keys, outbox, marks of change, budgets, record of readings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now


class IdempotencyKey(models.Model):
    """One effect per key and client (architecture, chapter 4); kept 30 days."""

    client = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    request_hash = models.BinaryField()
    subject = models.CharField(max_length=80, default="")
    status = models.PositiveSmallIntegerField(default=0)
    response = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=("client", "key"), name="idempotency_once"),)


class OutboxMessage(models.Model):
    """A fact to be told to others; the truth that jobs work from.

    Written in the transaction of the change; `done_at` is set when every effect is durable.
    `lease_until` belongs to the worker that is at it; a killed worker's lease runs out.
    """

    topic = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    data = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    parked_reason = models.TextField(default="", blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("id",),
                name="outbox_open",
                condition=models.Q(done_at__isnull=True, parked_reason=""),
            ),
            models.Index(fields=("subject", "id"), name="outbox_subject"),
        )


class Change(models.Model):
    """The last change of what a subject names (`kernel.changes`); triggers write it."""

    subject = models.CharField(max_length=80, primary_key=True)
    mark = models.BigIntegerField()


class Budget(models.Model):
    """Tries spent in a window of time and in the one before it (`kernel.budget`)."""

    digest = models.CharField(max_length=40, primary_key=True)
    number = models.BigIntegerField()
    spent = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)


class AccessRecord(models.Model):
    """Somebody read personal data: who, what, under which posting, for which purpose.

    Law 91/2025 on the protection of personal data; append-only for the application's role.
    """

    at = models.DateTimeField(db_default=Now())
    account_id = models.BigIntegerField(null=True)
    posting_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    route = models.CharField(max_length=120, default="")
    persons = ArrayField(models.CharField(max_length=20), default=list, db_default=[])

    class Meta:
        indexes = (
            models.Index(fields=("subject", "-at"), name="access_subject"),
            GinIndex(fields=("persons",), name="access_persons", fastupdate=True),
        )

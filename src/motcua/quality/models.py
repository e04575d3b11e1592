"""Audits, findings, non-conformities, corrective actions (private). Walls: migration 0001.

States, due days and counts on rows are copies for searching; the events are the truth
(`rules.stand`). Nothing is deleted, and the application may not.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.quality.types import ActionState, AuditFact, AuditState, Fact, Grade, Source, State

UNIT = "organisations.Unit"
PERSONAL = {
    "AuditEvent": frozenset({"text"}),
    "Finding": frozenset({"text", "reason"}),
    "Nonconformity": frozenset({"happened"}),
    "NonconformityEvent": frozenset({"text"}),
    "CorrectiveAction": frozenset({"text"}),
    "Evidence": frozenset({"name"}),
    "ActionReminder": frozenset({"account_id"}),
}


class Numbering(models.Model):
    """The last number of a unit's register in a year; its row's lock leaves no gap."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "kind", "year"), name="quality_numbering_once"),
        )


class Audit(models.Model):
    """An internal audit of a unit's yearly programme; `reach` are the units that see it."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in AuditState])
    title = models.CharField(max_length=200)
    criteria = models.CharField(max_length=2000)
    unit_ids = ArrayField(models.BigIntegerField())
    procedures = ArrayField(models.CharField(max_length=40), default=list)
    processes = ArrayField(models.CharField(max_length=80), default=list)
    auditor_ids = ArrayField(models.BigIntegerField())
    first_day = models.DateField()
    last_day = models.DateField()
    reach = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "year", "number"), name="audit_number_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="audit_days_in_order"
            ),
        )
        indexes = (models.Index(fields=("unit", "year", "first_day"), name="audit_programme"),)


class AuditEvent(models.Model):
    """One thing that happened to an audit; append-only."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    fact = models.CharField(max_length=12, choices=[(f.value, f.value) for f in AuditFact])
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    posting_id = models.BigIntegerField()
    text = models.CharField(max_length=4000, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)


class Finding(models.Model):
    """What the auditors found; append-only, a later one may replace it before the conclusion."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=12, choices=[(g.value, g.value) for g in Grade])
    place = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    clause = models.CharField(max_length=200)
    text = models.CharField(max_length=4000)
    procedure = models.CharField(max_length=40, blank=True, default="")
    process_key = models.CharField(max_length=80, blank=True, default="")
    dossier_code = models.CharField(max_length=48, blank=True, default="")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("audit", "number"), name="finding_number_once"),
        )


class Nonconformity(models.Model):
    """A requirement that was not met; `unit` keeps the register, `place` is where it happened."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    place = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    source = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Source])
    finding = models.OneToOneField(Finding, models.PROTECT, null=True, related_name="nonconformity")
    petition_number = models.CharField(max_length=24, blank=True, default="")
    dossier_code = models.CharField(max_length=48, blank=True, default="")
    procedure = models.CharField(max_length=40, blank=True, default="")
    process_key = models.CharField(max_length=80, blank=True, default="")
    grade = models.CharField(max_length=12, choices=[(g.value, g.value) for g in Grade])
    clause = models.CharField(max_length=200, blank=True, default="")
    happened = models.CharField(max_length=4000)
    requirement = models.CharField(max_length=2000)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reach = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "year", "number"), name="nonconformity_number_once"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=["minor", "major"]), name="nonconformity_grade"
            ),
            models.CheckConstraint(
                condition=Q(source="audit", finding__isnull=False)
                | (~Q(source="audit") & Q(finding__isnull=True)),
                name="nonconformity_audit",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="dismissed")
                    & Q(dismissed_by__isnull=False)
                    & ~Q(dismissed_by=F("opened_by"))
                )
                | (~Q(state="dismissed") & Q(dismissed_by__isnull=True)),
                name="nonconformity_four_eyes",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "state", "due_on", "id"), name="nonconformity_register"),
            models.Index(fields=("process_key", "unit"), name="nonconformity_process"),
        )


class CorrectiveAction(models.Model):
    """What is done so that it does not happen again; checked by somebody else than who did it."""

    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=4000)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_due_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in ActionState])
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("nonconformity", "number"), name="corrective_action_once"
            ),
            models.CheckConstraint(
                condition=(Q(state="open") & Q(done_by__isnull=True, checked_by__isnull=True))
                | (Q(state="done") & Q(done_by__isnull=False, checked_by__isnull=True))
                | (
                    Q(state__in=["effective", "ineffective"])
                    & Q(done_by__isnull=False, checked_by__isnull=False)
                    & ~Q(checked_by=F("done_by"))
                    & ~Q(checked_by=F("owner"))
                ),
                name="corrective_action_four_eyes",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_on", "id"), name="corrective_action_due", condition=Q(state="open")
            ),
        )


class NonconformityEvent(models.Model):
    """One thing that happened to a non-conformity; append-only. `action` 0 means none."""

    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    fact = models.CharField(max_length=12, choices=[(f.value, f.value) for f in Fact])
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    posting_id = models.BigIntegerField()
    text = models.CharField(max_length=4000, blank=True, default="")
    action = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    old_due_on = models.DateField(null=True)

    class Meta:
        ordering = ("id",)


class Evidence(models.Model):
    """A file that proves a finding, or something that happened; append-only."""

    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="evidence")
    event = models.ForeignKey(
        NonconformityEvent, models.PROTECT, null=True, related_name="evidence"
    )
    file_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(finding__isnull=False, event__isnull=True)
                | Q(finding__isnull=True, event__isnull=False),
                name="evidence_of_one",
            ),
        )


class ActionReminder(models.Model):
    """Somebody was reminded of a corrective action; once for each rung of a due day."""

    action = models.ForeignKey(CorrectiveAction, models.PROTECT, related_name="+")
    rung = models.CharField(max_length=8)
    occurrence = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    account_id = models.BigIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("action", "rung", "occurrence", "due_on", "account_id"),
                name="action_reminder_once",
            ),
        )

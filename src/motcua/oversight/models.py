"""Difficulties, what happened to them, who has to answer (private). Walls: migration 0001.

States, due instants and counts on rows are copies for searching; the events are the truth
(`rules.stand`). Nothing is deleted, and the application may not.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.oversight.frozen import models as frozen  # noqa: F401 - tables of this application
from motcua.oversight.signals import models as signals  # noqa: F401 - as above
from motcua.oversight.target_rules import Level, Metric
from motcua.oversight.types import Answer, Fact, Group, Kind, Severity, State

UNIT = "organisations.Unit"
PERSONAL = {
    "Difficulty": frozenset({"title", "text", "proposal"}),
    "DifficultyEvent": frozenset({"text"}),
    "DifficultyFile": frozenset({"name"}),
}


class Numbering(models.Model):
    """The last number of a register in a year; its row's lock leaves no gap."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "year"), name="oversight_numbering_once"),
        )


class Addressee(models.Model):
    """Who answers difficulties of a register, and within which limit; dated, with its source.

    A unit of this system answers here itself; of others the keeper records the letter.
    """

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    answers = models.ForeignKey(UNIT, models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    limit = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="addressee_period",
            ),
            models.CheckConstraint(
                condition=Q(kind="unit", answers__isnull=False)
                | (~Q(kind="unit") & Q(answers__isnull=True)),
                name="addressee_unit",
            ),
        )


class Route(models.Model):
    """A rule of a register: who answers what. An empty part fits everything."""

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="routes")
    group = models.CharField(max_length=16, blank=True, default="")
    system = models.CharField(max_length=120, blank=True, default="")
    procedure = models.CharField(max_length=40, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="route_period",
            ),
        )


class Difficulty(models.Model):
    """What hinders a unit; `unit` keeps the register, `place` reported it."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)
    group = models.CharField(max_length=16, choices=[(g.value, g.value) for g in Group])
    severity = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Severity])
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=4000)
    proposal = models.CharField(max_length=4000, blank=True, default="")
    system = models.CharField(max_length=120, blank=True, default="")
    procedure = models.CharField(max_length=40, blank=True, default="")
    search = models.TextField(blank=True, default="")
    places = ArrayField(models.BigIntegerField())
    blocked = models.PositiveIntegerField(default=0)
    addressee = models.ForeignKey(Addressee, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    promised_on = models.DateField(null=True)
    first_promised_on = models.DateField(null=True)
    postponed = models.PositiveSmallIntegerField(default=0)
    unclear = models.PositiveSmallIntegerField(default=0)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    merged_code = models.CharField(max_length=40, blank=True, default="")
    published = models.BooleanField(default=False)
    reach = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "year", "number"), name="difficulty_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="difficulty_merged",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "state", "due_at", "id"), name="difficulty_register"),
        )


class DifficultyEvent(models.Model):
    """One thing that happened; append-only. `data` names units, counts, days: no person."""

    difficulty = models.ForeignKey(Difficulty, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    fact = models.CharField(max_length=12, choices=[(f.value, f.value) for f in Fact])
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    posting_id = models.BigIntegerField()
    keeper = models.BooleanField(default=False)
    unit_id = models.BigIntegerField(default=0)
    blocked = models.PositiveIntegerField(null=True)
    addressee = models.ForeignKey(Addressee, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(
        max_length=12, blank=True, default="", choices=[(a.value, a.value) for a in Answer]
    )
    promised_on = models.DateField(null=True)
    other = models.ForeignKey(Difficulty, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)
    codes = ArrayField(models.CharField(max_length=48), default=list)
    letter = models.CharField(max_length=120, blank=True, default="")
    text = models.CharField(max_length=4000, blank=True, default="")

    class Meta:
        ordering = ("id",)


class AnswerReminder(models.Model):
    """Somebody was reminded of an answer that they owe; once for each rung of a due instant."""

    difficulty = models.ForeignKey(Difficulty, models.PROTECT, related_name="+")
    rung = models.CharField(max_length=8)
    occurrence = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    account_id = models.BigIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("difficulty", "due_at", "rung", "occurrence", "account_id"),
                name="answer_reminder_once",
            ),
        )


class DifficultyFile(models.Model):
    """A file that shows it; append-only."""

    event = models.ForeignKey(DifficultyEvent, models.PROTECT, related_name="files")
    file_id = models.BigIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)


class Publication(models.Model):
    """What all units may read of a difficulty: written for all, without personal data."""

    difficulty = models.ForeignKey(Difficulty, models.PROTECT, related_name="publications")
    unit_id = models.BigIntegerField()
    code = models.CharField(max_length=40)
    group = models.CharField(max_length=16)
    system = models.CharField(max_length=120, blank=True, default="")
    procedure = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=200)
    answer = models.CharField(max_length=4000)
    units = models.PositiveIntegerField()
    search = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("difficulty",),
                condition=Q(withdrawn_at__isnull=True),
                name="publication_once",
            ),
        )


class Brief(models.Model):
    """A weekly brief, frozen: append-only. A correction is a later version with its reason."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    week = models.DateField()
    version = models.PositiveSmallIntegerField()
    cut_off = models.DateTimeField()
    made_at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=1000, blank=True, default="")
    sentences = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "week", "version"), name="brief_version_once"),
        )


class Target(models.Model):
    """A target of a resolution or directive: dated, with its source; ended, never deleted."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    metric = models.CharField(max_length=12, choices=[(m.value, m.value) for m in Metric])
    indicator = models.CharField(max_length=8, blank=True, default="")
    level = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Level])
    goal = models.DecimalField(max_digits=5, decimal_places=2)
    first_day = models.DateField()
    last_day = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="target_period"),
            models.CheckConstraint(condition=Q(goal__gte=0) & Q(goal__lte=100), name="target_goal"),
            models.CheckConstraint(  # the index's points may be those of the whole
                condition=Q(metric="points")
                | (Q(metric="index") & ~Q(indicator=""))
                | (~Q(metric="index") & Q(indicator="")),
                name="target_indicator",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(reason="")),
                name="target_ended",
            ),
        )

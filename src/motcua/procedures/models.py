"""Procedures, their dated versions, and where they are taken in (private to this package).

A version never changes once written, except that it ends: a trigger in the first migration
refuses anything else, and an exclusion constraint refuses versions that overlap in time.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from motcua.procedures.types import ComponentKind, FeeState, ProcedureStatus


def _texts() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.TextField(), default=list, blank=True)


class Field(models.Model):
    """A field of public administration, named in three languages."""

    code = models.CharField(max_length=200, unique=True)
    name_vi = models.CharField(max_length=250, unique=True)
    name_en = models.CharField(max_length=250, blank=True, default="")
    name_id = models.CharField(max_length=250, blank=True, default="")
    issuing_ministry = models.CharField(max_length=200, blank=True, default="")
    sort_key = models.CharField(max_length=1200, db_collation="C")

    def __str__(self) -> str:
        return self.name_vi


class Procedure(models.Model):
    """A national code (`d.dddddd`); what it means lies in its versions.

    `seen` keeps each source row as it was last imported, so that a later import changes only
    what changed in the source (`services.importing`).
    """

    code = models.CharField(max_length=12, unique=True)
    seen = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """What a procedure is from an instant until before another one.

    `content` is the whole record in canonical form, `content_hash` its SHA-256; the columns and
    the rows of components and fees are made from it.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    effective_from = models.DateTimeField()
    effective_to = models.DateTimeField(null=True)
    name = models.TextField()
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    levels = _texts()
    limit = models.CharField(max_length=12, blank=True, default="")
    due_rule = models.CharField(max_length=12, default="clock")
    fee_state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in FeeState]
    )
    online = models.BooleanField(default=False)
    status = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in ProcedureStatus]
    )
    process_key = models.CharField(max_length=40, blank=True, default="")
    missing = _texts()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    search_key = models.TextField()
    sort_key = models.CharField(max_length=600, db_collation="C")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("procedure",),
                condition=models.Q(effective_to__isnull=True),
                name="version_latest",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="version_period",
            ),
        )
        indexes = (
            models.Index(
                fields=("sort_key", "procedure"),
                name="version_order",
                condition=models.Q(effective_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.effective_from:%Y-%m-%d})"


class Component(models.Model):
    """A paper that a version asks for."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="components")
    order = models.PositiveSmallIntegerField()
    name = models.TextField()
    name_en = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ComponentKind])
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    required = models.BooleanField(default=True)
    condition = models.TextField(blank=True, default="")
    condition_en = models.TextField(blank=True, default="")
    template = models.CharField(max_length=200, blank=True, default="")
    how = models.CharField(
        max_length=12, default="submit", choices=[(h, h) for h in ("submit", "present")]
    )
    satisfied_by = _texts()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "order"), name="component_order"),
        )

    def __str__(self) -> str:
        return self.name


class Fee(models.Model):
    """A rule of a fee of a version, in whole dong; without amount the province sets it.

    `types.FeeView` says what the columns mean, `rules.fees` reckons with them.
    """

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="fees")
    order = models.PositiveSmallIntegerField()
    name = models.TextField()
    name_en = models.TextField(blank=True, default="")
    amount_vnd = models.PositiveBigIntegerField(null=True)
    per = models.CharField(max_length=40, blank=True, default="")
    note = models.TextField(blank=True, default="")
    note_en = models.TextField(blank=True, default="")
    set_by_province = models.BooleanField(default=False)
    channel = models.CharField(max_length=12, blank=True, default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.TextField(blank=True, default="")
    name_id = models.TextField(blank=True, default="", db_default="")
    note_id = models.TextField(blank=True, default="", db_default="")
    charge = models.CharField(max_length=40, blank=True, default="", db_default="")
    case = models.CharField(max_length=40, blank=True, default="", db_default="")
    first = models.PositiveSmallIntegerField(default=1, db_default=1)
    last = models.PositiveSmallIntegerField(null=True)
    cap_vnd = models.PositiveBigIntegerField(null=True)
    group = models.CharField(max_length=20, blank=True, default="", db_default="")
    exempt = ArrayField(models.TextField(), default=list, blank=True, db_default=[])
    province = models.CharField(max_length=10, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "order"), name="fee_order"),
            models.CheckConstraint(
                condition=models.Q(amount_vnd__isnull=False) | models.Q(set_by_province=True),
                name="fee_known_or_provincial",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Offering(models.Model):
    """A unit takes in a procedure from `opened_at` until before `closed_at`.

    The row names the procedure, not a version: a dossier is taken in under the version in force
    that day, and keeps it. `opened_version` records what stood there when the unit opened it.
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="offerings")
    opened_version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    roles_units = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "procedure"),
                condition=models.Q(closed_at__isnull=True),
                name="offering_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | models.Q(closed_at__gte=models.F("opened_at")),
                name="offering_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.procedure_id}"

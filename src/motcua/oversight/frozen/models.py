"""Frozen reports, what happened to them, their files, the schedule (private). Walls: 0005, 0008.

Reports, steps and files are only ever added: the state is the fold of the steps
(`rules.stand`), and a correction is a later version. Each row carries its hash and this
installation's signature over it, so that a changed row is named (`services/verify.py`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.oversight.frozen.types import Act, Every, Fact, Part, Reach

UNIT = "organisations.Unit"
PERSONAL = {
    "ReportRule": frozenset({"mail"}),
    "FrozenReport": frozenset({"reason", "codes"}),
    "ReportStep": frozenset({"name", "text"}),
    "ReportOrder": frozenset({"name", "reason", "codes", "found"}),
}


class ReportRule(models.Model):
    """Which report is due how often, and how many working days after the period's end."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    report = models.CharField(max_length=24)
    every = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Every])
    reach = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Reach])
    draft_day = models.PositiveSmallIntegerField()
    due_day = models.PositiveSmallIntegerField()
    to_name = models.CharField(max_length=200, blank=True, default="")
    mail = models.EmailField(blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_reason = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="report_rule_period",
            ),
            models.CheckConstraint(
                condition=Q(draft_day__gte=1) & Q(due_day__gte=F("draft_day")),
                name="report_rule_days",
            ),
        )


class FrozenReport(models.Model):
    """A version of a report as it was computed: append-only."""

    code = models.CharField(max_length=120, unique=True)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    report = models.CharField(max_length=24)
    first_day = models.DateField()
    last_day = models.DateField()
    version = models.PositiveSmallIntegerField()
    rule = models.ForeignKey(ReportRule, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    to = models.ForeignKey(UNIT, models.PROTECT, null=True, related_name="+")
    to_name = models.CharField(max_length=200, blank=True, default="")
    cut_off = models.DateTimeField()
    made_at = models.DateTimeField()
    event = models.BigIntegerField()
    horizon = models.BigIntegerField()
    seal = models.PositiveIntegerField()
    seal_hash = models.CharField(max_length=64, blank=True, default="")
    sheet = models.TextField()
    codes = models.BinaryField()
    difference = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=1000, blank=True, default="")
    before = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "report", "first_day", "last_day", "version"),
                name="frozen_version_once",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="frozen_report_period"
            ),
            models.CheckConstraint(
                condition=Q(version=1, reason="", before="")
                | (Q(version__gt=1) & ~Q(reason="") & ~Q(before="")),
                name="frozen_version_reason",
            ),
        )


class ReportStep(models.Model):
    """One thing that happened to a frozen report; append-only, each follows the one before."""

    report = models.ForeignKey(FrozenReport, models.PROTECT, related_name="steps", db_index=False)
    unit_id = models.BigIntegerField()
    seq = models.PositiveSmallIntegerField()
    fact = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Fact])
    at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    posting_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(max_length=24, blank=True, default="")
    place = models.CharField(max_length=250, blank=True, default="")
    text = models.CharField(max_length=1000, blank=True, default="")
    other = models.CharField(max_length=120, blank=True, default="")
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=120)

    class Meta:
        ordering = ("seq",)
        constraints = (models.UniqueConstraint(fields=("report", "seq"), name="report_step_once"),)


class ReportFile(models.Model):
    """The paper of a sent report, sealed where the unit has a certificate; append-only."""

    report = models.ForeignKey(FrozenReport, models.PROTECT, related_name="files", db_index=False)
    unit_id = models.BigIntegerField()
    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    signatures = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report",), name="report_file_once"),)


class ReportOrder(models.Model):
    """What was asked for last about a report, for the worker; the version is the truth.

    One row for a report of a unit and period, and one for the looks at each version: two who ask at
    once meet here. Asked again it begins anew in the same row. A look's row keeps what was `found`.
    """

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    act = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Act])
    report = models.CharField(max_length=24)
    first_day = models.DateField()
    last_day = models.DateField()
    base = models.ForeignKey(FrozenReport, models.PROTECT, null=True, related_name="+")
    base_seq = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=1000, blank=True, default="")
    rule = models.ForeignKey(ReportRule, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    to_name = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=8, default="vi")
    work_until = models.DateTimeField(null=True)  # until then somebody is at it (`kernel.claims`)
    not_before = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    part = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Part], blank=True, default=""
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True, default="")
    words = models.CharField(max_length=1000, blank=True, default="")  # without a dossier's code
    codes = models.CharField(max_length=1000, blank=True, default="")  # for whoever reads the board
    ended_at = models.DateTimeField(null=True)
    found = models.TextField(blank=True, default="")  # by a look, as `rules.check_plain` has it
    made = models.ForeignKey(FrozenReport, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "report", "first_day", "last_day"),
                condition=~Q(act=Act.LOOK.value),
                name="report_change_once",
            ),
            models.UniqueConstraint(
                fields=("base",), condition=Q(act=Act.LOOK.value), name="report_look_once"
            ),
            models.CheckConstraint(
                condition=Q(act=Act.FREEZE.value, base=None)
                | (~Q(act=Act.FREEZE.value) & Q(base__isnull=False)),
                name="report_order_base",
            ),
        )
        indexes = (
            models.Index(fields=("id",), condition=Q(ended_at=None), name="report_order_open"),
        )

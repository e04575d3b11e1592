"""Definitions, running processes, work items and their hand-overs (private to this package)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func
from django.db.models.functions import Now

from motcua.workflow.drawn import DraftState
from motcua.workflow.models.waits import Call, Timer
from motcua.workflow.types import LIVE_STATES, ItemState, ProcessStatus

__all__ = ["Call", "Definition", "Draft", "HandOver", "Process", "Timer", "Use", "WorkItem"]

LIVE = models.Q(state__in=sorted(LIVE_STATES))
RUNNING = models.Q(status__in=(ProcessStatus.ACTIVE.value, ProcessStatus.SUSPENDED.value))


class Definition(models.Model):
    """A deployed BPMN text; the application may add rows and read them, nothing else."""

    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    bpmn = models.TextField()
    sha256 = models.CharField(max_length=64)
    unit = models.ForeignKey(  # whose it is; None for what comes with the software
        "organisations.Unit", models.PROTECT, null=True, related_name="+"
    )
    deployed_at = models.DateTimeField()
    deployed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "version"), name="definition_version"),
            models.UniqueConstraint(fields=("key", "sha256"), name="definition_text"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Process(models.Model):
    """A run of a definition for a subject.

    `state` are the tokens of `rules.engine`; `context` what runs and conditions need: units by
    part, planned minutes by step, outcomes, data, who did which step.
    """

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    status = models.CharField(
        max_length=12,
        default=ProcessStatus.ACTIVE.value,
        choices=[(s.value, s.value) for s in ProcessStatus],
    )
    state = models.JSONField()
    context = models.JSONField()
    unit_ids = ArrayField(models.BigIntegerField())  # read by row-level security
    deadline_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    suspended_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(default="", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subject",), condition=RUNNING, name="process_once"),
            models.CheckConstraint(
                condition=models.Q(status=ProcessStatus.SUSPENDED.value, suspended_at__isnull=False)
                | (
                    models.Q(suspended_at__isnull=True)
                    & ~models.Q(status=ProcessStatus.SUSPENDED.value)
                ),
                name="process_suspended",
            ),
            models.CheckConstraint(
                condition=(RUNNING & models.Q(ended_at__isnull=True))
                | (~RUNNING & models.Q(ended_at__isnull=False)),
                name="process_ended",
            ),
        )
        indexes = (models.Index(fields=("subject", "-id"), name="process_subject"),)

    def __str__(self) -> str:
        return self.subject


class WorkItem(models.Model):
    """One step of one process, as work of a unit.

    `holder` is responsible: the claimer, or the giver until the receiver has confirmed. An item
    that has been opened in the receiving unit but not claimed is held by whoever sent it there.
    """

    process = models.ForeignKey(Process, models.PROTECT, related_name="items")
    element = models.CharField(max_length=80)  # of a called process: `<call>__<element>`
    act = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", db_index=False)
    minutes = models.PositiveIntegerField()  # planned working time
    state = models.CharField(
        max_length=12,
        default=ItemState.OPEN.value,
        choices=[(s.value, s.value) for s in ItemState],
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)  # while the process is suspended
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    claimed_at = models.DateTimeField(null=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    offered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    for_account = models.ForeignKey(  # whose work the claimer does, as a substitute
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=40, default="", blank=True)
    note = models.TextField(default="", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("process", "element"), condition=LIVE, name="item_once"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state=ItemState.CLAIMED.value)
                    & models.Q(claimed_by__isnull=False, holder=models.F("claimed_by"))
                )
                | (
                    models.Q(state__in=(ItemState.OPEN.value, ItemState.HANDED_OVER.value))
                    & models.Q(claimed_by__isnull=True)
                )
                | ~LIVE,
                name="item_claimed",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ItemState.DONE.value, completed_at__isnull=False)
                | (~models.Q(state=ItemState.DONE.value) & models.Q(completed_at__isnull=True)),
                name="item_done",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "due_at", "id"), condition=LIVE, name="item_worklist"),
            models.Index(
                fields=("claimed_by", "due_at", "id"),
                condition=models.Q(state=ItemState.CLAIMED.value),
                name="item_mine",
            ),
            models.Index(
                fields=("offered_to", "due_at", "id"),
                condition=models.Q(state=ItemState.HANDED_OVER.value),
                name="item_offered",
            ),
            models.Index(
                fields=("for_account",),
                condition=LIVE & models.Q(for_account__isnull=False),
                name="item_for",
            ),
        )

    def __str__(self) -> str:
        return f"{self.process_id} {self.element}"


class HandOver(models.Model):
    """One hop of a work item, for the control sheet (form 06); the opening of an item is one."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="+")
    item = models.ForeignKey(WorkItem, models.PROTECT, related_name="hand_overs")
    from_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    from_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="+", db_index=False
    )
    to_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    handed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)  # or when it was taken back, or its step ended
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    note = models.TextField(default="", blank=True)
    taken_back = models.BooleanField(default=False, db_default=False)  # nobody received it
    for_account = models.ForeignKey(  # whose work the giver did, as a substitute
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            # Whoever receives confirms once: an item has at most one hop under way.
            models.UniqueConstraint(
                fields=("item",), condition=models.Q(confirmed_at__isnull=True), name="hop_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.handed_at:%Y-%m-%d %H:%M}"


_DECIDER = Func(
    "decided_by",
    function="ARRAY",
    template="%(function)s[%(expressions)s]",
    output_field=ArrayField(models.BigIntegerField()),
)


class Draft(models.Model):
    """A drawing under way; approved and withdrawn ones never change (a trigger sees to it)."""

    key = models.CharField(max_length=40)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    note = models.TextField(default="", blank=True)
    bpmn = models.TextField()
    based_on = models.ForeignKey(Definition, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=12,
        default=DraftState.EDITING.value,
        choices=[(s.value, s.value) for s in DraftState],
    )
    version = models.PositiveIntegerField(default=1)
    findings = models.JSONField(default=list)
    procedures = ArrayField(models.CharField(max_length=40), default=list)
    unit_ids = ArrayField(models.BigIntegerField(), default=list)
    effective_on = models.DateField(null=True)
    parts = models.JSONField(default=dict)
    editors = ArrayField(models.BigIntegerField())  # everybody who has saved it
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)
    definition = models.ForeignKey(Definition, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("key",),
                condition=models.Q(state__in=("editing", "submitted", "returned")),
                name="draft_once",
            ),
            # Four eyes: whoever drew any of it or submitted it decides nothing about it.
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | (
                    ~models.Q(decided_by=models.F("submitted_by"))
                    & ~models.Q(editors__contains=_DECIDER)
                ),
                name="draft_four_eyes",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    submitted_by__isnull=False,
                    definition__isnull=False,
                    effective_on__isnull=False,
                ),
                name="draft_approved",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class Use(models.Model):
    """That new dossiers of a procedure start on a version, in a unit and below, from a legal day.

    The nearest unit wins, then the latest day; rows are only added.
    """

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+")
    procedure = models.CharField(max_length=40)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    effective_on = models.DateField()
    parts = models.JSONField(default=dict)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("submitted_by")), name="use_four_eyes"
            ),
        )
        indexes = (models.Index(fields=("procedure", "unit"), name="use_place"),)

    def __str__(self) -> str:
        return f"{self.procedure} {self.unit_id} {self.effective_on}"

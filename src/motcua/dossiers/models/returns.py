"""Table of returns inside the office."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.dossiers.return_rules import ReturnAnswer, ReturnCause, ReturnState, ReturnTo

UNIT = "organisations.Unit"


class InternalReturn(models.Model):
    """A piece of work that went back inside the office: why, what to put right, what came of it.

    `process_id` is the piece of work of whoever puts it right; None for a return that the drawing
    itself knows (an approval's outcome), which the next appraisal answers.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, related_name="+", db_index=False
    )
    ordinal = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=12, choices=[(one.value, one.name) for one in ReturnTo])
    cause = models.CharField(max_length=12, choices=[(one.value, one.name) for one in ReturnCause])
    reason = models.TextField()
    put_right = models.TextField(blank=True, default="")
    element = models.CharField(max_length=80)  # the step from which it was returned
    from_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    from_account = models.BigIntegerField()
    to_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    to_account = models.BigIntegerField(null=True)  # None: whoever of the unit takes it
    returned_at = models.DateTimeField()
    process_id = models.BigIntegerField(null=True)
    state = models.CharField(
        max_length=12,
        default=ReturnState.OPEN.value,
        choices=[(one.value, one.name) for one in ReturnState],
    )
    answer = models.CharField(
        max_length=16,
        blank=True,
        default="",
        choices=[(one.value, one.name) for one in ReturnAnswer],
    )
    answer_text = models.TextField(blank=True, default="")
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    held_minutes = models.PositiveIntegerField(null=True)  # working time from return to answer

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dossier", "ordinal"), name="return_ordinal"),
            # One at a time: whoever puts it right puts everything right.
            models.UniqueConstraint(
                fields=("dossier",),
                condition=Q(state=ReturnState.OPEN.value, process_id__isnull=False),
                name="return_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ReturnState.OPEN.value, ended_at__isnull=True)
                | (~Q(state=ReturnState.OPEN.value) & Q(ended_at__isnull=False)),
                name="return_ended",
            ),
        )
        indexes = (
            models.Index(fields=("to_unit", "-returned_at"), name="return_to_unit"),
            models.Index(fields=("from_unit", "-returned_at"), name="return_from_unit"),
        )

"""The ladder of reminders: what a unit has set, and what was told to whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models

UNIT = "organisations.Unit"


class Ladder(models.Model):
    """A unit's own ladder from an instant on; the newest holds, in all units below too.

    `rungs` is a list of {code, days, times, turns}. Rows are only added: they are their own log.
    """

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    valid_from = models.DateTimeField()
    rungs = models.JSONField()
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "valid_from"), name="ladder_one_at_a_time"),
        )


class Reminder(models.Model):
    """A rung that was told to somebody, about one due instant of a dossier or of a step of it.

    The unique constraint makes it once, whoever runs and however often.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    item_id = models.BigIntegerField(default=0)  # 0: the dossier's own due instant
    rung = models.CharField(max_length=12)
    occurrence = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    turn = models.CharField(max_length=8)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("dossier", "item_id", "rung", "occurrence", "due_at", "account"),
                name="reminder_once",
            ),
        )
        indexes = (models.Index(fields=("account", "-sent_at"), name="reminder_account"),)

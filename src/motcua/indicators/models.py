"""Tables of the figures (private to this package). Walls and rights are in migration 0002."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Step(models.Model):
    """An increment (`types.Increment`): append-only, but for `folded`, which the roll-up sets.

    Plain numbers instead of foreign keys: rows are written in the hot path of every operation,
    and the dossier that they belong to was just read or written in the same transaction.
    """

    dossier_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    procedure_id = models.BigIntegerField()
    official_id = models.BigIntegerField()
    at = models.DateTimeField()
    known_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    measure = models.PositiveSmallIntegerField()
    delta = models.SmallIntegerField()
    folded = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("unit_id", "at"), name="step_unit_at"),
            models.Index(fields=("dossier_id", "-id"), name="step_dossier"),
            models.Index(fields=("id",), name="step_unfolded", condition=Q(folded=False)),
            models.Index(
                fields=("unit_id", "at"),
                name="step_reopened",
                condition=Q(ended_at__isnull=False),
            ),
        )


class Total(models.Model):
    """Sums of increments per unit, day or month of the legal zone, measure, and a key.

    `dimension` 0 has key 0 (the headline), 1 the procedure, 2 the official. Months hold the same
    as their days, so that a stock reads few rows: whole months before, then days.
    """

    DAY, MONTH = 1, 2
    unit_id = models.BigIntegerField()
    dimension = models.PositiveSmallIntegerField()
    grain = models.PositiveSmallIntegerField(choices=[(DAY, "day"), (MONTH, "month")])
    start = models.DateField()
    key = models.BigIntegerField()
    measure = models.PositiveSmallIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit_id", "dimension", "grain", "start", "key", "measure"),
                include=("total",),
                name="total_once",
            ),
        )

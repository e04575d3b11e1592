"""Extra reception points: where, when, who sits there, and what was taken in there."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Point(models.Model):
    """A place outside the centre where dossiers are taken in on some days."""

    unit_id = models.BigIntegerField()  # the centre that it belongs to
    name = models.CharField(max_length=100)
    seat = models.CharField(max_length=240)  # the address, of nobody's home
    hotline = models.CharField(max_length=20, blank=True, default="")
    hint = models.CharField(max_length=200, blank=True, default="")
    fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # none: all
    posting_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    off_days = ArrayField(models.DateField(), default=list, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("unit_id",), name="point_unit"),)


class PointHours(models.Model):
    """When a point is open: each weekday of a period, or one day."""

    point = models.ForeignKey(Point, models.PROTECT, related_name="hours")
    weekday = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)
    begins = models.TimeField()
    ends = models.TimeField()
    since = models.DateField()
    until = models.DateField(null=True)  # the last day

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(weekday=None) ^ Q(day=None), name="point_hours_one_kind"
            ),
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="point_hours_order"),
            models.CheckConstraint(
                condition=Q(weekday=None) | Q(weekday__lte=6), name="point_hours_weekday"
            ),
        )


class PointIntake(models.Model):
    """A dossier that was taken in at a point: the dimension of its figures."""

    point = models.ForeignKey(Point, models.PROTECT, related_name="+")
    unit_id = models.BigIntegerField()
    code = models.CharField(max_length=48, unique=True)
    at = models.DateTimeField()
    account_id = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("unit_id", "at"), name="point_intake_when"),)

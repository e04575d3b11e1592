"""Requests for a visit at home, rounds, and the villages by whose order a round is planned.

What is personal in a request is erased some time after its end (`visiting.ERASED_AFTER`); the
row stays for the figures. What happened to it stays without any word about the person.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.reception.types import RoundState, Vehicle
from motcua.reception.visiting import (
    IN_ROUND,
    LIVE,
    AskedBy,
    VisitReason,
    VisitState,
    VisitStep,
)

OPEN = sorted(one.value for one in LIVE)
UNDER_WAY = sorted(one.value for one in IN_ROUND)


class Hamlet(models.Model):
    """A village of a unit in the order in which a round meets them; its place if it is known."""

    unit_id = models.BigIntegerField()
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("unit_id", "position"), name="hamlet_order"),)


class HamletRoad(models.Model):
    """How long the road between two villages is, as the unit knows it; lower id first."""

    unit_id = models.BigIntegerField()
    one = models.ForeignKey(Hamlet, models.PROTECT, related_name="+")
    other = models.ForeignKey(Hamlet, models.PROTECT, related_name="+")
    metres = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="hamlet_road_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="hamlet_road_sorted"),
        )


class Round(models.Model):
    """A day's round of a team; `version` guards its order against two who drag at once."""

    unit_id = models.BigIntegerField()
    number = models.PositiveIntegerField()  # of the unit, from 1 on
    day = models.DateField()
    starts = models.TimeField()
    service_minutes = models.PositiveSmallIntegerField(default=30)
    vehicle = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Vehicle])
    account_ids = ArrayField(models.BigIntegerField(), default=list)
    posting_ids = ArrayField(models.BigIntegerField(), default=list)
    note = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in RoundState],
        default=RoundState.PLANNED.value,
    )
    by_hand = models.BooleanField(default=False)  # somebody has set the order: it is kept
    version = models.PositiveIntegerField(default=1)
    key = models.UUIDField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit_id", "number"), name="round_number"),)
        indexes = (models.Index(fields=("unit_id", "day"), name="round_day"),)


class Visit(models.Model):
    """A request for a visit at home and what became of it."""

    unit_id = models.BigIntegerField()
    key = models.UUIDField(unique=True)  # of the form: pressed twice is one request
    state = models.CharField(
        max_length=12,
        choices=[(one.value, one.value) for one in VisitState],
        default=VisitState.REQUESTED.value,
    )
    asked_by = models.CharField(max_length=8, choices=[(one.value, one.value) for one in AskedBy])
    asked_at = models.DateTimeField()
    asked_account = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)  # who asked at the portal
    name = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    address = models.CharField(max_length=240, blank=True, default="")
    hamlet = models.ForeignKey(Hamlet, models.PROTECT, null=True, related_name="+")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    reason = models.CharField(max_length=10, choices=[(o.value, o.value) for o in VisitReason])
    procedures = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    matter = models.CharField(max_length=200, blank=True, default="")
    wishes = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    helper_name = models.CharField(max_length=120, blank=True, default="")
    helper_phone = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=5, default="vi")
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="visits")
    position = models.PositiveSmallIntegerField(default=0)
    planned_for = models.DateTimeField(null=True)  # about when, as it was told
    left_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True, default="")  # why not, in words
    dossier_codes = ArrayField(models.CharField(max_length=48), default=list, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=UNDER_WAY) | ~Q(round=None), name="visit_in_a_round"
            ),
        )
        indexes = (
            models.Index(
                fields=("unit_id", "asked_at"), name="visit_open", condition=Q(state__in=OPEN)
            ),
            models.Index(fields=("unit_id", "asked_at"), name="visit_asked"),
            models.Index(fields=("person_id", "asked_at"), name="visit_own"),
            models.Index(fields=("ended_at",), name="visit_to_erase", condition=Q(erased_at=None)),
        )


class VisitEvent(models.Model):
    """One thing that happened to a request; append-only, without a word about the person."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="events")
    unit_id = models.BigIntegerField()
    at = models.DateTimeField()  # when it happened
    told_at = models.DateTimeField()  # when it arrived here
    step = models.CharField(max_length=12, choices=[(one.value, one.value) for one in VisitStep])
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+")
    account_id = models.BigIntegerField(null=True)
    posting_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("id",)

"""Notices, their deliveries, what people chose (private to this package)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from motcua.notices.types import Channel, DeliveryState

PERSONAL = {"Delivery": frozenset({"address"})}


class Notice(models.Model):
    """Something told to somebody: which template, with which values; words are made of it.

    `key` makes it once. `subject` names what it is about (`dossier:17`), for whoever deals with it.
    """

    key = models.CharField(max_length=120, unique=True)
    person_id = models.BigIntegerField(null=True)
    template = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=80, blank=True, default="")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("person_id", "-id"), name="notice_person"),
            models.Index(fields=("subject", "id"), name="notice_subject"),
        )


class Delivery(models.Model):
    """One way on which a notice goes out: the row is the truth, the worker its hands.

    `reference` is what the next system is given, so that it can tell a repetition from a new
    message. A worker killed in the middle is made good when `lease_until` has passed.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    address = models.CharField(max_length=254)
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in DeliveryState],
        default=DeliveryState.WAITING.value,
    )
    reference = models.UUIDField(unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider_reference = models.CharField(max_length=120, blank=True, default="")
    problem = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "channel"), name="delivery_once"),)
        indexes = (
            models.Index(
                fields=("next_at", "id"),
                name="delivery_waiting",
                condition=Q(state=DeliveryState.WAITING.value),
            ),
        )


class Preference(models.Model):
    """What a person chose; without a row the defaults of `types.Preference` hold."""

    person_id = models.BigIntegerField(primary_key=True)
    wants_mail = models.BooleanField(default=True)
    wants_sms = models.BooleanField(default=True)
    language = models.CharField(max_length=2, blank=True, default="")
    quiet_from = models.PositiveSmallIntegerField(default=21)
    quiet_to = models.PositiveSmallIntegerField(default=7)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(quiet_from__lt=24) & Q(quiet_to__lt=24), name="preference_hours"
            ),
        )

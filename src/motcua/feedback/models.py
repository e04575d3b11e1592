"""Ratings and petitions (private to this package). Walls are in migration 0002."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.feedback.types import PetitionKind, PetitionState, Score

PERSONAL = {
    "Rating": frozenset({"comment"}),
    "Petition": frozenset({"text"}),
    "PetitionEvent": frozenset({"text"}),
}
STATES = [(state.value, state.value) for state in PetitionState]


class Rating(models.Model):
    """What somebody said about one dossier after its result; once, append-only."""

    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, related_name="+")
    unit_id = models.BigIntegerField()
    score = models.PositiveSmallIntegerField(choices=[(s.value, s.name) for s in Score])
    comment = models.CharField(max_length=1000, blank=True, default="")
    rated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_score"),
        )
        indexes = (models.Index(fields=("unit_id", "rated_at"), name="rating_unit"),)


class Petition(models.Model):
    """A petition about a dossier; it never changes a decision, and the answer is in its events."""

    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in PetitionKind])
    text = models.CharField(max_length=4000)
    state = models.CharField(max_length=12, choices=STATES, default=PetitionState.RECEIVED.value)
    dossier_code = models.CharField(max_length=48)
    person_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    key = models.UUIDField(unique=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("unit_id", "due_at", "id"),
                name="petition_open",
                condition=Q(state__in=["received", "in_process", "waiting"]),
            ),
            models.Index(fields=("person_id", "-id"), name="petition_person"),
        )


class PetitionEvent(models.Model):
    """One thing that happened to a petition; append-only."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=STATES)
    text = models.CharField(max_length=4000, blank=True, default="")
    account_id = models.BigIntegerField(null=True)
    posting_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("id",)

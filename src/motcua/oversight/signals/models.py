"""Tables of the signals (private). Walls: migration 0006.

Cases are append-only: what was found stays found, whatever is done to the dossier later. Tallies
are sums that the worker adds to.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.oversight.signals.types import Kind, Verdict

PERSONAL = {"SignalSaid": frozenset({"text"})}


class SignalReading(models.Model):
    """How far the worker has read the events; `stuck` are events whose dossier cannot be read.

    `stuck` is by dossier id, the numbers of its events: they are tried again each time.
    """

    name = models.CharField(max_length=20, unique=True)
    place = models.CharField(max_length=60, blank=True, default="")
    made_by = models.CharField(max_length=40, blank=True, default="")
    stuck = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)


class SignalTally(models.Model):
    """How many events of a unit and month a signal looked at; sums without any person."""

    made_by = models.CharField(max_length=40)
    signal = models.CharField(max_length=32)
    unit_id = models.BigIntegerField()
    month = models.DateField()
    exposed = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("made_by", "month", "signal", "unit_id"),
                include=("exposed",),
                name="signal_tally_once",
            ),
        )


class SignalCase(models.Model):
    """An event that is a case of a signal, or would be one in a burst; append-only.

    A fact of the dossier's chain: `seqs` name its events. Computed by the worker only.
    """

    signal = models.CharField(max_length=32)
    unit_id = models.BigIntegerField()
    month = models.DateField()
    at = models.DateTimeField()
    dossier_id = models.BigIntegerField()
    code = models.CharField(max_length=48)
    seq = models.PositiveIntegerField()
    seqs = ArrayField(models.PositiveIntegerField())
    account_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("signal", "dossier_id", "seq"), name="signal_case_once"
            ),
        )
        indexes = (models.Index(fields=("month", "signal", "unit_id", "at"), name="signal_case"),)


class SignalMatter(models.Model):
    """A unit was named: the figures of that day. Its cases and what is said of it only grow."""

    signal = models.CharField(max_length=32)
    unit_id = models.BigIntegerField()
    raised_at = models.DateTimeField()
    first_month = models.DateField()
    last_month = models.DateField()
    exposed = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    expected = models.FloatField()
    chance = models.FloatField()
    concluded = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("signal", "unit_id"),
                condition=Q(concluded=False),
                name="signal_matter_open_once",
            ),
        )


class SignalMember(models.Model):
    """A case that belongs to a matter; each to one. Append-only."""

    matter = models.ForeignKey(SignalMatter, models.PROTECT, related_name="members")
    case = models.OneToOneField(SignalCase, models.PROTECT, related_name="member")
    added_at = models.DateTimeField()


class SignalSaid(models.Model):
    """An explanation of the unit or the conclusion of whoever inspects; append-only."""

    matter = models.ForeignKey(SignalMatter, models.PROTECT, related_name="said")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    verdict = models.CharField(
        max_length=12, blank=True, default="", choices=[(v.value, v.value) for v in Verdict]
    )
    text = models.CharField(max_length=4000)
    at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    posting_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("matter",),
                condition=Q(kind="conclusion"),
                name="signal_concluded_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="explanation", verdict="")
                | (Q(kind="conclusion") & ~Q(verdict="")),
                name="signal_said_verdict",
            ),
        )
        ordering = ("id",)

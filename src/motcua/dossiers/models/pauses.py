"""Tables of what makes the clock stand still: requests for a supplement, financial obligations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.dossiers.types import Phase


class SupplementRequest(models.Model):
    """Form 02: what is missing, why, until when; during appraisal a leader approves it."""

    # cancelled: the dossier ended while the request was open, or who proposed it took it back.
    STATES = ("proposed", "requested", "received", "rejected", "cancelled")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="supplements")
    ordinal = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=12, choices=[(p.value, p.name) for p in Phase])
    state = models.CharField(max_length=12, choices=[(s, s) for s in STATES])
    items = models.JSONField()
    # What the applicant sent from home, item by item: {"item", "text", "files": [file ids]}.
    answers = models.JSONField(default=list, db_default=[])
    reason = models.CharField(max_length=1000)
    legal_basis = models.CharField(max_length=300, blank=True, default="")
    deadline = models.DateField(null=True)
    proposed_by = models.BigIntegerField(null=True)
    approved_by = models.BigIntegerField(null=True)
    requested_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dossier", "ordinal"), name="supplement_ordinal"),
            models.UniqueConstraint(
                fields=("dossier",),
                condition=Q(state__in=["proposed", "requested"]),
                name="supplement_one_open",
            ),
        )


class Obligation(models.Model):
    """A financial obligation towards the State: who owes what by which notice, and the proof."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="obligations")
    payer = models.CharField(max_length=200)
    notice_number = models.CharField(max_length=80)
    amount_vnd = models.PositiveBigIntegerField()
    pauses = models.BooleanField()
    requested_at = models.DateTimeField()
    fulfilled_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=200, blank=True, default="")
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)

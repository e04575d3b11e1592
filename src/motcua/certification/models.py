"""Batches of certified copies and their register (private to this package).

Walls are in migrations 0002 and 0003: a batch is seen by whoever sees its dossier.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.certification.types import Ground, RowState, Stage

DOSSIER = "dossiers.Dossier"
PERSONAL = {
    "Row": frozenset({"name", "issuer", "paper_number", "note"}),
    "RowChange": frozenset({"name_before", "name", "reason"}),
    "Entry": frozenset({"applicant_name", "id_number", "paper", "source", "search_key"}),
    "EntryCancellation": frozenset({"reason"}),
}


class Batch(models.Model):
    """The originals that one person brought at one time; its dossier is the case."""

    dossier = models.OneToOneField(DOSSIER, models.PROTECT, related_name="+")
    unit_id = models.BigIntegerField()  # who certifies, and keeps the register
    stage = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Stage])
    papers = models.PositiveSmallIntegerField()
    copies = models.PositiveIntegerField()
    fee_vnd = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()
    checked_at = models.DateTimeField(null=True)
    checked_by = models.BigIntegerField(null=True)
    certified_at = models.DateTimeField(null=True)
    certified_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("stage", "id"), name="cert_batch_open", condition=~Q(stage="over")
            ),
        )


class Row(models.Model):
    """One original, and how many copies of it are asked for."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200, blank=True, default="")
    paper_number = models.CharField(max_length=80, blank=True, default="")
    issued_on = models.DateField(null=True)
    pages = models.PositiveSmallIntegerField()
    copies = models.PositiveSmallIntegerField()
    fee_vnd = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in RowState])
    ground = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in Ground], blank=True, default=""
    )
    note = models.CharField(max_length=500, blank=True, default="")
    refused_by = models.BigIntegerField(null=True)
    refused_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)  # grows with each correction

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "position"), name="cert_row_position"),
            models.CheckConstraint(
                condition=Q(pages__gte=1, copies__gte=1), name="cert_row_counts"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(ground=""), name="cert_row_ground"
            ),
        )


class RowChange(models.Model):
    """What a row said before it was corrected, and since; append-only."""

    row = models.ForeignKey(Row, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()  # of the row, since this correction
    at = models.DateTimeField()
    account_id = models.BigIntegerField()
    posting_id = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    name_before = models.CharField(max_length=300)
    pages_before = models.PositiveSmallIntegerField()
    copies_before = models.PositiveSmallIntegerField()
    fee_before_vnd = models.PositiveBigIntegerField()
    name = models.CharField(max_length=300)
    pages = models.PositiveSmallIntegerField()
    copies = models.PositiveSmallIntegerField()
    fee_vnd = models.PositiveBigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("row", "version"), name="cert_change_version"),
        )


class Entry(models.Model):
    """A line of the register, as it was written; append-only."""

    dossier = models.ForeignKey(DOSSIER, models.PROTECT, related_name="+")
    row = models.ForeignKey(Row, models.PROTECT, related_name="entries")
    unit_id = models.BigIntegerField()
    book = models.CharField(max_length=10)
    volume = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    applicant_name = models.CharField(max_length=200)
    id_number = models.CharField(max_length=20, blank=True, default="")
    search_key = models.CharField(max_length=400)
    paper = models.CharField(max_length=300)
    source = models.CharField(max_length=320, blank=True, default="")
    pages = models.PositiveSmallIntegerField()
    copies = models.PositiveSmallIntegerField()
    fee_vnd = models.PositiveBigIntegerField()
    signer = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    certified_by = models.BigIntegerField()
    posting_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit_id", "book", "year", "number"), name="cert_entry_number"
            ),
        )
        indexes = (models.Index(fields=("unit_id", "at"), name="cert_entry_at"),)


class EntryCancellation(models.Model):
    """A line struck out, by another person than who certified; append-only."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="cancellation")
    at = models.DateTimeField()
    account_id = models.BigIntegerField()
    posting_id = models.BigIntegerField()
    reason = models.CharField(max_length=500)

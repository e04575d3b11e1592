"""The table of stored files (private to this package)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from motcua.documents.types import Ending


class StoredFile(models.Model):
    """One content, stored once: what it is, not whose it is.

    No name, unit, dossier or person stands here: those belong to the link rows of the packages
    above, which are behind their own walls, and a file is reached only through such a row.
    Therefore this table has no row-level security; the application may add and read rows, and
    neither change nor remove them. The one way out is `motcua_file_forget` (migration 0004): it
    writes what was forgotten in the same breath, and no row goes that a foreign key points at.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=40)
    pages = models.PositiveIntegerField()
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="stored_file_hash"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_size"),
        )

    def __str__(self) -> str:
        return self.sha256


class Quarantine(models.Model):
    """A file that is not handed out: no scanner has seen it yet, or one found `signature`."""

    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="held")
    since = models.DateTimeField()
    signature = models.CharField(max_length=80, blank=True, default="")


class Forgotten(models.Model):
    """A stored file that went nowhere and was let go: what it was, when, by which rule.

    Only the database's own function writes rows, with the row of `StoredFile` removed in the same
    statement; the application may add how it ended with the bytes and nothing else. What was in
    the file cannot be told from here. `number` was the id of the stored file and is given out once.
    """

    number = models.BigIntegerField(unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)  # the same content may come again
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=40)
    pages = models.PositiveIntegerField()
    stored_at = models.DateTimeField()
    forgotten_at = models.DateTimeField()
    rule = models.CharField(max_length=24)
    source = models.CharField(max_length=200)  # of the rule: law and period
    job = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)  # until then the bytes may still be there
    ending = models.CharField(
        max_length=8, blank=True, default="", choices=[(one.value, one.name) for one in Ending]
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
                name="forgotten_ended",
            ),
        )
        indexes = (
            models.Index(
                fields=("id",), name="forgotten_open", condition=models.Q(ended_at__isnull=True)
            ),
        )

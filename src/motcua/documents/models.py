"""The table of stored files (private to this package)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class StoredFile(models.Model):
    """One content, stored once: what it is, not whose it is.

    No name, unit, dossier or person stands here: those belong to the link rows of the packages
    above, which are behind their own walls, and a file is reached only through such a row.
    Therefore this table has no row-level security; the application may add and read rows, and
    neither change nor remove them.
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

"""Tables of bulk scanning: stacks as they came, their pages, and what each run belongs to.

A batch belongs to a unit and nobody else sees it: its pages are of many people. Nothing of it is
in a dossier before a person has confirmed it; then the pages are rows of that component's `Scan`.
"""

from __future__ import annotations

from django.db import models

from motcua.dossiers.batch_types import BatchState, Role, SheetState

FILE = "documents.StoredFile"
UNIT = "organisations.Unit"


class ScanBatch(models.Model):
    """A stack of papers that went through the scanner, until its pages are where they belong."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=[(s.value, s.name) for s in BatchState])
    change = models.PositiveIntegerField(default=0)  # counted up by every change of its pages
    work_until = models.DateTimeField(null=True)  # until then somebody is at it (`kernel.claims`)
    begun_by = models.BigIntegerField()
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class BatchFile(models.Model):
    """A file as the scanner made it; its bytes pass, its pages are stored one by one."""

    batch = models.ForeignKey(ScanBatch, models.PROTECT, related_name="files")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    pages = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)  # so many of its pages are rows
    problem = models.CharField(max_length=300, blank=True, default="")
    added_by = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "sha256"), name="batch_file_once"),)


class BatchRun(models.Model):
    """Pages between two separators; `label` is what was read, the rest where they are to go."""

    batch = models.ForeignKey(ScanBatch, models.PROTECT, related_name="runs")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80, blank=True, default="")
    several = models.BooleanField(default=False)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, null=True, related_name="+")
    component = models.ForeignKey("dossiers.Component", models.PROTECT, null=True, related_name="+")
    landed_by = models.BigIntegerField(null=True)
    landed_at = models.DateTimeField(null=True)


class BatchPage(models.Model):
    """One page of a stack: its own file, what is on it, where it lies."""

    batch = models.ForeignKey(ScanBatch, models.PROTECT, related_name="pages")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    source = models.ForeignKey(BatchFile, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()  # in its file, from 0
    number = models.PositiveSmallIntegerField()  # in the whole stack, from 1
    run = models.ForeignKey(BatchRun, models.SET_NULL, null=True, related_name="pages")
    order = models.PositiveSmallIntegerField(default=0)
    # None: the page went nowhere, and its picture was let go (`services/forgetting.py`).
    file = models.ForeignKey(FILE, models.PROTECT, null=True, related_name="+")
    drawn = models.BooleanField(default=False)  # letters as letters: a PDF of one page
    dpi = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=[(s.value, s.name) for s in SheetState])
    role = models.CharField(max_length=10, choices=[(r.value, r.name) for r in Role])
    labels = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True, default="")
    removed = models.BooleanField(default=False)
    preview_sha256 = models.CharField(max_length=64, blank=True, default="")
    preview_size = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "place"), name="batch_page_once"),)

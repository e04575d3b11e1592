"""Interim slips: blocks of numbers for counters without a line, and what came in of them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from motcua.reception.handwritten import Cause
from motcua.reception.interim import InterimState, Kind, Medium

KINDS = [(one.value, one.value) for one in Kind]


class InterimHouse(models.Model):
    """What a unit has decided about work without a line, from an instant on.

    The newest holds, in all units below too. Rows are only added: they are their own log. The
    figures are explained at `interim.House`.
    """

    unit_id = models.BigIntegerField()
    valid_from = models.DateTimeField()
    hours = models.PositiveSmallIntegerField()
    numbers = models.PositiveSmallIntegerField()
    late_days = models.PositiveSmallIntegerField()
    near_hours = models.PositiveSmallIntegerField()
    clock_minutes = models.PositiveSmallIntegerField()
    paper_days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    source = models.CharField(max_length=200, blank=True, default="")  # the written decision
    set_by = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit_id", "valid_from"), name="interim_house_once"),
        )


class InterimBook(models.Model):
    """A block of numbers reserved for one browser and one officer, or for blank slips on paper.

    `secret` (behind the vault) is what the browser's store is encrypted with; the server keeps it,
    so that nothing is lost with a forgotten password or an officer who is away.
    """

    key = models.UUIDField(unique=True)
    unit_id = models.BigIntegerField()
    day = models.DateField()
    serial = models.PositiveSmallIntegerField()
    device = models.CharField(max_length=32)  # of the browser's profile, by chance
    device_name = models.CharField(max_length=60)  # where it stands
    account_id = models.BigIntegerField()
    posting_id = models.BigIntegerField()
    secret = models.BinaryField()
    numbers = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)  # as the device told last
    issued_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    offset_ms = models.BigIntegerField()  # server less device, when it was issued
    seen_at = models.DateTimeField(null=True)  # when the device (or a person) told last
    medium = models.CharField(
        max_length=8,
        choices=[(one.value, one.value) for one in Medium],
        default=Medium.BROWSER.value,
        db_default=Medium.BROWSER.value,
    )
    closed_at = models.DateTimeField(null=True)  # collected: nothing is written on it any more
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit_id", "day", "serial"), name="interim_block"),
        )
        indexes = (models.Index(fields=("unit_id", "-issued_at"), name="interim_newest"),)


class InterimSlip(models.Model):
    """A slip that came in. `data` is what was typed, until it has become a dossier."""

    book = models.ForeignKey(InterimBook, models.PROTECT, related_name="slips")
    unit_id = models.BigIntegerField()
    key = models.UUIDField()  # made by the browser: sent twice is one slip
    seq = models.PositiveSmallIntegerField()
    again = models.PositiveSmallIntegerField(default=0)  # the number came in before
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=KINDS)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in InterimState]
    )
    procedure_code = models.CharField(max_length=20, blank=True, default="")
    competent_unit_id = models.BigIntegerField(null=True)
    version_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, default="", db_default="")  # of what came first
    doubts = models.JSONField(default=dict)  # codes; dossiers that may be the same; what is wrong
    reason = models.CharField(max_length=1000, blank=True, default="")
    taken_at = models.DateTimeField()
    clock_ms = models.BigIntegerField(default=0)  # by how much the device's clock was moved
    cash_vnd = models.PositiveBigIntegerField(null=True)  # taken at the counter
    cash_booked = models.BooleanField(default=False)
    came_at = models.DateTimeField(db_default=Now())
    came_by = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    dossier_code = models.CharField(max_length=48, blank=True, default="")
    taken_by = models.BigIntegerField(null=True)  # who wrote it by hand; null: from a browser
    cause = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Cause], default="", db_default=""
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "key"), name="interim_once"),
            models.UniqueConstraint(fields=("book", "seq", "again"), name="interim_number"),
        )
        indexes = (
            models.Index(
                fields=("unit_id", "id"),
                name="interim_open",
                condition=models.Q(state=InterimState.DOUBT.value),
            ),
            models.Index(fields=("number",), name="interim_number_look"),
        )


class InterimPrint(models.Model):
    """A printing of blank slips: which numbers, by whom, and why once more. Rows stay."""

    book = models.ForeignKey(InterimBook, models.PROTECT, related_name="prints")
    unit_id = models.BigIntegerField()
    time = models.PositiveSmallIntegerField()  # 1: the first printing
    seqs = models.JSONField()
    reason = models.CharField(max_length=300, blank=True, default="")
    printed_at = models.DateTimeField()
    printed_by = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("book", "time"), name="interim_print_once"),)


class InterimFile(models.Model):
    """A file that was added while a slip was typed in, until somebody else has decided about it."""

    slip = models.ForeignKey(InterimSlip, models.PROTECT, related_name="files")
    unit_id = models.BigIntegerField()
    place = models.CharField(max_length=24)  # of which paper, as the intake page names it
    file_id = models.BigIntegerField(db_index=True)  # so named, it keeps the file from the sweeper
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    cleaned = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("id",)

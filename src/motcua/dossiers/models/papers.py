"""Tables of the forms of Circular 03/2025/TT-VPCP: what was issued, its numbers, the headings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.types import PaperForm

UNIT = "organisations.Unit"
FORMS = [(form.value, form.name) for form in PaperForm]


class CodeCounter(models.Model):
    """The last serial of an agency identifier on a day; the row lock makes serials unique."""

    agency_identifier = models.CharField(max_length=24)
    day = models.CharField(max_length=6)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agency_identifier", "day"), name="code_counter_day"),
        )


class PaperCounter(models.Model):
    """The last number that a unit gave to one form in one year; its row's lock orders them."""

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=2, choices=FORMS)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "form", "year"), name="paper_counter_once"),
        )


class BookLine(models.Model):
    """The place of an accepted dossier in its unit's register book (form 07) of the year."""

    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, related_name="+")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "year", "number"), name="book_line_once"),
        )


class Paper(models.Model):
    """A form that was issued (02 to 05): everything that stands on it, as it stood then.

    Written with the event `seq` that is its cause and bound by it; never changed. Its template's
    version is kept, so that a reprint is the same paper.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, related_name="+", db_index=False
    )
    seq = models.PositiveIntegerField()
    form = models.CharField(max_length=2, choices=FORMS)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    template = models.CharField(max_length=20)
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    ordinal = models.PositiveSmallIntegerField(default=0)  # of the request for a supplement
    data = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dossier", "seq"), name="paper_of_event"),
            models.UniqueConstraint(
                fields=("unit", "form", "year", "number"), name="paper_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="paper_number_positive"),
            # Whoever asks for a letter by its code is answered by one look.
            models.UniqueConstraint(F("data__check_code"), name="paper_check_code"),
        )


class PaperFile(models.Model):
    """The file that was made of a paper, with the unit's seal where it has one."""

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="+")
    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, related_name="+", db_index=False
    )
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    signatures = models.JSONField(default=list)
    made_at = models.DateTimeField()


class ResultNumber(models.Model):
    """The number that a unit gave to a result in a year: one document has it, nobody else's.

    A later version of the same dossier's result may bear the number again.
    """

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    symbol = models.CharField(max_length=80)
    text = models.CharField(max_length=80)
    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, related_name="+", db_index=False
    )
    procedure_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "year", "key"), name="result_number_once"),
        )
        indexes = (
            models.Index(fields=("unit", "year", "symbol", "-count"), name="result_number_next"),
            models.Index(fields=("unit", "procedure_id", "-id"), name="result_number_like"),
        )


class Heading(models.Model):
    """What a unit prints on its papers: its heading, how to reach it, hints; dated versions.

    The version in force on a day is the newest that had begun by then. Rows are never changed.
    """

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    superior = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    place = models.CharField(max_length=100, blank=True, default="")
    abbreviation = models.CharField(max_length=20, blank=True, default="")
    seat = models.CharField(max_length=300, blank=True, default="")
    hotline = models.CharField(max_length=60, blank=True, default="")
    hours = models.CharField(max_length=200, blank=True, default="")
    signer_title = models.CharField(max_length=100, blank=True, default="")
    hints = models.JSONField(default=dict)  # form → what people are told at its foot
    edited_by = models.BigIntegerField()
    edited_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "version"), name="heading_version_once"),
        )

"""Templates of results with their versions, and texts of results (private to this package)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func

from motcua.drafting.types import PaperKind, TemplateState

PERSONAL = {"Text": frozenset({"wording", "standard", "values"})}

_DECIDER = Func(
    "decided_by",
    function="ARRAY",
    template="%(function)s[%(expressions)s]",
    output_field=ArrayField(models.BigIntegerField()),
)


class Template(models.Model):
    """A version of a template; an approved or withdrawn one never changes (a trigger)."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()  # 1, 2, … of this key in this unit
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in PaperKind])
    result_kind = models.CharField(max_length=10, default="grant")
    procedures = ArrayField(models.CharField(max_length=40), default=list)
    wording = models.JSONField(default=dict)
    source = models.CharField(max_length=300, default="", blank=True)
    effective_on = models.DateField(null=True)
    ends = models.BooleanField(default=False)  # the unit has none of its own from that day on
    state = models.CharField(
        max_length=12,
        default=TemplateState.EDITING.value,
        choices=[(s.value, s.value) for s in TemplateState],
    )
    revision = models.PositiveIntegerField(default=1)
    editors = ArrayField(models.BigIntegerField())  # everybody who has saved it
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "key", "number"), name="template_version"),
            models.UniqueConstraint(
                fields=("unit", "key"),
                condition=models.Q(state__in=("editing", "submitted", "returned")),
                name="template_once",
            ),
            # Four eyes: whoever wrote any of it or submitted it decides nothing about it.
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | (
                    ~models.Q(decided_by=models.F("submitted_by"))
                    & ~models.Q(editors__contains=_DECIDER)
                ),
                name="template_four_eyes",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    submitted_by__isnull=False,
                    effective_on__isnull=False,
                ),
                name="template_approved",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.key} {self.number}"


class Text(models.Model):
    """A saved version of the text of a dossier's result; rows are only ever added."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    template = models.ForeignKey(Template, models.PROTECT, related_name="+")
    wording = models.JSONField()
    standard = models.JSONField()  # what the template alone says, with the data of its making
    values = models.JSONField()  # merged values by placeholder
    from_number = models.PositiveIntegerField(null=True)  # the version that was brought back
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("dossier", "number"), name="text_version"),)

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.number}"


class Placed(models.Model):
    """A text that became the draft of the result: the file that was made from it."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    text = models.ForeignKey(Text, models.PROTECT, related_name="placed")
    sha256 = models.CharField(max_length=64)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.text_id}"

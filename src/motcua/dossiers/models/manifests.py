"""Tables of paper that travels between units: manifests and their lines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.dossiers.manifest_types import TRAVELS, LineState, ManifestState

UNIT = "organisations.Unit"


class Manifest(models.Model):
    """A hand-over of paper from one unit to another, numbered per giving unit and year."""

    from_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in ManifestState])
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    sent_by = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("from_unit", "year", "number"), name="manifest_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(from_unit=models.F("to_unit")), name="manifest_moves"
            ),
        )


class ManifestLine(models.Model):
    """The paper of one dossier on a manifest, and what the receiver said of it."""

    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="lines")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    originals = models.PositiveIntegerField()
    copies = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in LineState])
    remark = models.CharField(max_length=500, blank=True, default="")
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    explanation = models.CharField(max_length=500, blank=True, default="")
    explained_by = models.BigIntegerField(null=True)
    explained_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            # Paper is in one place: no second manifest takes it while one has it.
            models.UniqueConstraint(
                fields=("dossier",),
                condition=Q(state__in=sorted(one.value for one in TRAVELS)),
                name="manifest_line_travels_once",
            ),
            models.UniqueConstraint(fields=("manifest", "dossier"), name="manifest_line_once"),
        )

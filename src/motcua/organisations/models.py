"""Units with their names by date and their succession (private to this package)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from motcua.organisations.types import Transfer, UnitKind

KINDS = [(kind.value, kind.value) for kind in UnitKind]


class Unit(models.Model):
    """A territorial unit, a body of it, or a one-stop point, from its founding to its end.

    `code` is the national code for territorial units (reused over time: 2,212 codes name another
    unit before and after 2025-07-01, so a code needs a date) and `<code>.<body>` for bodies.
    `path` is `/` + ids of all ancestors and of the unit itself, each followed by `/`.
    Name, kind and parent are those of its last version; the id outlives renaming, so dossiers,
    postings and offerings keep pointing at it.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    full_name = models.CharField(max_length=250)
    kind = models.CharField(max_length=24, choices=KINDS)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True)
    agency_identifier = models.CharField(max_length=24, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # exclusive
    source = models.CharField(max_length=200, blank=True, default="")
    search_key = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=1200)

    class Meta:
        verbose_name = _("unit")
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="unit_code_from"),
            models.UniqueConstraint(
                fields=("code",), condition=models.Q(valid_to__isnull=True), name="unit_code_now"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="unit_period",
            ),
        )
        indexes = (
            models.Index(fields=("search_key",), name="unit_search"),
            models.Index(fields=("sort_key", "id"), name="unit_sort"),
        )

    def __str__(self) -> str:
        return self.full_name


class UnitVersion(models.Model):
    """Name, kind and parent of a unit in a period; a renamed unit keeps its id and gets another.

    `search_key` is of the name without the type word; `other_name` is another spelling or an
    earlier name found in directories.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="versions")
    name = models.CharField(max_length=200)
    full_name = models.CharField(max_length=250)
    other_name = models.CharField(max_length=250, blank=True, default="")
    kind = models.CharField(max_length=24, choices=KINDS)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # exclusive
    source = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now(), null=True)  # null: before 2026-11-23
    search_key = models.CharField(max_length=300)
    other_key = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("version of a unit")
        constraints = (
            models.UniqueConstraint(fields=("unit", "valid_from"), name="unitversion_from"),
            models.UniqueConstraint(
                fields=("unit",),
                condition=models.Q(valid_to__isnull=True),
                name="unitversion_now",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="unitversion_period",
            ),
        )
        indexes = (
            # the opclass serves equality and "begins with" whatever the collation
            models.Index(
                fields=("search_key",),
                name="unitversion_search",
                opclasses=("varchar_pattern_ops",),
            ),
            models.Index(
                fields=("other_key",),
                name="unitversion_other",
                opclasses=("varchar_pattern_ops",),
                condition=~models.Q(other_key=""),
            ),
        )

    def __str__(self) -> str:
        return self.full_name


class Succession(models.Model):
    """Territory and people passed from one unit to another on a day (many to many)."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successor_links")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="predecessor_links")
    transfer = models.CharField(
        max_length=32, choices=[(kind.value, kind.value) for kind in Transfer]
    )
    is_split = models.BooleanField()
    legal_basis = models.CharField(max_length=120, blank=True, default="")
    effective_on = models.DateField()
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("succession")
        constraints = (
            models.UniqueConstraint(fields=("old", "new", "effective_on"), name="succession_once"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="succession_of_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"

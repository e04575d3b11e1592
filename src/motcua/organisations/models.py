"""Units with validity dates and their succession (private to this package)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from motcua.organisations.types import UnitKind


class Unit(models.Model):
    """A territorial unit, a body of it, or a one-stop point, as it was in a period.

    `code` is the national code for territorial units (reused over time: 2,212 codes name another
    unit before and after 2025-07-01, so a code needs a date) and `<code>.<body>` for bodies.
    `path` is `/` + ids of all ancestors and of the unit itself, each followed by `/`.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    full_name = models.CharField(max_length=250)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in UnitKind])
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
        indexes = (models.Index(fields=("search_key",), name="unit_search"),)

    def __str__(self) -> str:
        return self.full_name

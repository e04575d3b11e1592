"""Tables of the working calendar (private to this package).

Bitemporal: `date` or `valid_from` is when a statement holds, `known_from`/`known_to` when it was
the one this installation knew. A statement is never changed: it is ended and another one added.
No personal data, hence no wall.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.deadlines.types import OFF_REASONS, DayReason

STORED_REASONS = (*sorted(OFF_REASONS), DayReason.MAKE_UP)
LIVE = Q(known_to__isnull=True)


class CalendarVersion(models.Model):
    """The one row that changes with every change of the calendar, in the same transaction.

    A random token and not a counter: a number taken by a transaction that failed would come
    again with another content, and a process could not tell its remembered calendars are stale.
    """

    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="calendar_version_one"),)

    def __str__(self) -> str:
        return str(self.token)


class Known(models.Model):
    """When a statement was the known one, and which decision ended that."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=250)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)  # exclusive
    ended_by = models.CharField(max_length=250, default="", blank=True)

    class Meta:
        abstract = True


class CalendarEntry(Known):
    """What the State (no unit), a province or a unit says of one date."""

    date = models.DateField()
    reason = models.CharField(max_length=10, choices=[(r.value, r.value) for r in STORED_REASONS])
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, default="", blank=True)
    name_id = models.CharField(max_length=200, default="", blank=True)
    sessions = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("date",), condition=LIVE & Q(unit__isnull=True), name="calendar_once_state"
            ),
            models.UniqueConstraint(
                fields=("unit", "date"), condition=LIVE, name="calendar_once_unit"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[r.value for r in STORED_REASONS]), name="calendar_reason"
            ),
            models.CheckConstraint(
                condition=Q(sessions="") | Q(reason=DayReason.MAKE_UP.value),
                name="calendar_off_without_sessions",
            ),
            models.CheckConstraint(
                condition=Q(known_to__isnull=True) | Q(known_to__gte=F("known_from")),
                name="calendar_known",
            ),
        )
        indexes = (models.Index(fields=("unit", "date"), name="calendar_unit_date"),)

    def __str__(self) -> str:
        return f"{self.date} {self.name_vi}"


class WeeklySessions(Known):
    """Sessions of Monday to Sunday from a date on; the one that came into force last prevails."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # exclusive
    days = models.JSONField()  # seven texts such as "07:30-11:30 13:00-17:00"

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("valid_from",),
                condition=LIVE & Q(unit__isnull=True),
                name="week_once_state",
            ),
            models.UniqueConstraint(
                fields=("unit", "valid_from"), condition=LIVE, name="week_once_unit"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="week_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from} {self.days}"


def layer_is(unit_id: int | None) -> Q:
    """Return the condition that a row belongs to a unit's layer, or to the State's (None)."""
    return Q(unit__isnull=True) if unit_id is None else Q(unit_id=unit_id)

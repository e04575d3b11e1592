"""The reminders of a difficulty, for its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from motcua.oversight.models import AnswerReminder
from motcua.oversight.reminder_rules import Rung


@dataclass(frozen=True)
class ReminderView:
    """A reminder that went to so many people; for LATE the how-manieth week."""

    at: datetime
    rung: Rung
    occurrence: int
    due_at: datetime
    people: int


def reminders_of(difficulty_id: int) -> list[ReminderView]:
    """Return what was told of a difficulty, the earliest first; one statement."""
    rows = (
        AnswerReminder.objects.filter(difficulty_id=difficulty_id)
        .values("rung", "occurrence", "due_at")
        .annotate(at=Min("sent_at"), people=Count("account_id"))
        .order_by("at", "rung", "occurrence")
    )
    return [
        ReminderView(row["at"], Rung(row["rung"]), row["occurrence"], row["due_at"], row["people"])
        for row in rows
    ]

"""Where difficulties stand by their events, now or at an instant that is past."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from django.db.models import Q

from motcua.oversight import rules
from motcua.oversight.models import Difficulty, DifficultyEvent
from motcua.oversight.queries.register import LATE, line_view
from motcua.oversight.types import Answer, Fact, Line


def happened_of(event: DifficultyEvent) -> rules.Happened:
    """Return the part of an event that makes the state."""
    return rules.Happened(
        Fact(event.fact),
        event.at,
        event.account_id,
        event.unit_id,
        event.blocked,
        event.addressee_id,
        Answer(event.answer) if event.answer else None,
        event.promised_on,
        event.other_id,
        event.keeper,
    )


def standing_of(row: Difficulty) -> rules.Standing:
    """Return where a difficulty stands by all its events."""
    return rules.stand(happened_of(event) for event in row.events.order_by("id"))


def lines_at(register_id: int, until: datetime) -> list[Line]:
    """Return what was open in a register at an instant, as it stood then, by id; two statements.

    What happened later is left out, so that a brief made anew tells the same of a past week.
    """
    rows = Difficulty.objects.filter(
        Q(closed_at__isnull=True) | Q(closed_at__gte=until),  # over since: it told its week
        unit_id=register_id,
        opened_at__lt=until,
    )
    known = {row.pk: row for row in rows.select_related("addressee")}
    events = (
        DifficultyEvent.objects.filter(difficulty_id__in=known, at__lt=until)
        .select_related("addressee")
        .order_by("difficulty_id", "id")
    )
    return [
        _line(known[key], list(found))
        for key, found in groupby(events, lambda one: one.difficulty_id)
    ]


def _line(row: Difficulty, events: list[DifficultyEvent]) -> Line:
    at = rules.stand(happened_of(event) for event in events)
    return replace(
        line_view(row),
        state=at.state,
        places=at.places,
        blocked=sum(at.blocked.values()),
        addressee=_addressee(events),
        due_at=events[-1].due_at if at.state in LATE else None,
        promised_on=at.promised_on,
        first_promised_on=at.first_promised_on,
        postponed=at.postponed,
        unclear=at.unclear,
        closed_at=at.closed_at,
        published=at.published,
    )


def _addressee(events: Iterable[DifficultyEvent]) -> str:
    names = [event.addressee.name for event in events if event.addressee is not None]
    return names[-1] if names else ""

"""Petitions as the Service Index counts them: was each step taken in its time?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import due_compute, limit_parse
from motcua.feedback import rules
from motcua.feedback.models import Petition, PetitionEvent, Rating
from motcua.feedback.types import PetitionState


@dataclass(frozen=True, slots=True)
class PetitionIndexed:
    """A petition without its words and without who it is from.

    `in_time` is empty while nothing can be said yet; `due_at` is then the limit of the next step.
    Of a late one it is the last instant at which it was not late, so that whoever looks at an
    earlier day sees it as it stood.
    """

    number: str
    unit_id: int
    dossier_code: str
    kind: str
    received_at: datetime
    state: str
    closed_at: datetime | None
    in_time: bool | None
    due_at: datetime | None
    repeated: bool


_TICK = timedelta(microseconds=1)
_SHORT = {
    PetitionState.REFUSED: rules.REFUSE_LIMIT,
    PetitionState.WAITING: rules.ASK_LIMIT,
}
"""Steps with less time than an answer has: too late only when taken, else it could be answered."""
_CLOSED = frozenset({PetitionState.ANSWERED, PetitionState.REFUSED, PetitionState.WITHDRAWN})


def petitions_indexed() -> list[PetitionIndexed]:
    """Return every petition that the scope shows, oldest first; two statements and calendars."""
    seen: set[tuple[int, str]] = set()
    found = []
    rows = Petition.objects.order_by("received_at", "pk").prefetch_related("events")
    for row in rows:
        about = (row.person_id, row.dossier_code)
        events = list(row.events.all())
        closed = next((e.at for e in reversed(events) if e.state in _CLOSED), None)
        late_after = _late_after(row, events)
        ended = row.state in _CLOSED or row.state == PetitionState.WAITING
        found.append(
            PetitionIndexed(
                row.number,
                row.unit_id,
                row.dossier_code,
                row.kind,
                row.received_at,
                row.state,
                closed if row.state in _CLOSED else None,
                False if late_after else True if ended else None,
                late_after or (None if ended else row.due_at),
                about in seen,
            )
        )
        seen.add(about)
    return found


def ratings_indexed() -> list[tuple[str, int, datetime]]:
    """Return code of the dossier, score and instant of every rating of the scope, oldest first."""
    rows = Rating.objects.order_by("pk")
    return list(rows.values_list("dossier__code", "score", "rated_at"))


def _late_after(row: Petition, events: Sequence[PetitionEvent]) -> datetime | None:
    """Return the last instant before the office was late; None while it never was.

    Silence is late from the limit of an answer on, whatever ends it: an answer, a refusal, a
    question, or a petitioner who gave up and withdrew. While the office waits for the petitioner
    its time stands; the petitioner's reply begins it anew (`petition_reply`).
    """
    since, waits = row.received_at, False
    for event in events:
        state = PetitionState(event.state)
        found = None
        if state is not PetitionState.IN_PROCESS and not waits:
            found = _missed(row.unit_id, since, event.at, rules.ANSWER_LIMIT)
            if found is None and state in _SHORT:
                short = _missed(row.unit_id, since, event.at, _SHORT[state])
                found = event.at - _TICK if short else None
        elif waits and state is PetitionState.ANSWERED:
            over = _missed(row.unit_id, since, event.at, rules.ANSWER_LIMIT)
            found = event.at - _TICK if over else None
        if found is not None:
            return found
        waits = state is PetitionState.WAITING
        if state is PetitionState.IN_PROCESS and event.account_id is None:
            since = event.at
    return None


def _missed(unit_id: int, since: datetime, at: datetime, limit: str) -> datetime | None:
    """Return the end of a limit that was over at an instant, else None."""
    due = _due(unit_id, since, limit)
    return due if at > due else None


def _due(unit_id: int, since: datetime, limit: str) -> datetime:
    calendar = calendar_for(unit_id)
    return due_compute(limit=limit_parse(limit), received=since, calendar=calendar).instant

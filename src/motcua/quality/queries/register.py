"""Reads of the register of non-conformities; the scope decides whose."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.quality import rules
from motcua.quality.models import CorrectiveAction, Nonconformity, NonconformityEvent
from motcua.quality.queries.audits import evidence_view
from motcua.quality.types import (
    ENDED,
    ActionState,
    ActionView,
    Asked,
    EventView,
    Fact,
    Grade,
    NonconformityRow,
    NonconformityView,
    Source,
    State,
)

ENDED_STATES = [state.value for state in ENDED]
FILE_MOST = 5_000


def register_page(
    actor: Actor, asked: Asked, *, after: str = "", limit: int = 50
) -> tuple[list[NonconformityRow], str]:
    """Return a page of the register and where the next one begins, empty on the last.

    First what has an overdue action, the longest overdue on top; then what runs, by its nearest
    due day (without an action yet: by the day it was reported); then what has ended. Raises
    Invalid for a wrong `after`.
    """
    found = _ordered(_asked(actor, asked))
    if after:
        rank, day, pk = _place(after)
        found = found.filter(
            Q(rank__gt=rank) | Q(rank=rank, day__gt=day) | Q(rank=rank, day=day, pk__gt=pk)
        )
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    last: Any = shown[-1] if len(rows) > limit else None
    following = f"{last.rank}~{last.day.isoformat()}~{last.pk}" if last else ""
    return [row_view(row) for row in shown], following


def register_whole(actor: Actor, asked: Asked) -> list[NonconformityRow]:
    """Return the whole register as asked, by number, for a file; Refused when it is too long."""
    found = _asked(actor, asked).order_by("year", "unit_id", "number")
    rows = list(found[: FILE_MOST + 1])
    if len(rows) > FILE_MOST:
        raise Refused("too_many", _("Too many lines for a file. Choose a year or a unit."))
    return [row_view(row) for row in rows]


def register_counts(actor: Actor, asked: Asked) -> dict[str, int]:
    """Return how many there are by state, and `overdue`; one statement."""
    today = clock.today()
    plain = Asked(place_id=asked.place_id, process=asked.process, source=asked.source,
                  year=asked.year)  # fmt: skip
    by_state = {state.value: Count("pk", filter=Q(state=state.value)) for state in State}
    found = _asked(actor, plain).aggregate(**by_state, overdue=Count("pk", filter=_overdue(today)))
    return {key: int(value) for key, value in found.items()}


def register_places(actor: Actor) -> list[int]:
    """Return the units where something stands in the register."""
    rows = _seen(actor).order_by("place_id").values_list("place_id", flat=True).distinct()
    return list(rows)


def register_years(actor: Actor) -> list[int]:
    """Return the years of the register, the newest first."""
    rows = _seen(actor).order_by("-year").values_list("year", flat=True).distinct()
    return list(rows)


def open_by_process(actor: Actor) -> dict[str, int]:
    """Return how many non-conformities run for each process; one statement."""
    rows = (
        _seen(actor)
        .exclude(state__in=ENDED_STATES)
        .exclude(process_key="")
        .values("process_key")
        .annotate(number=Count("pk"))
        .order_by("process_key")
    )
    return {row["process_key"]: row["number"] for row in rows}


def register_of_process(
    unit_ids: Iterable[int], process: str, procedure: str
) -> list[NonconformityRow]:
    """Return what concerns a process or its procedure in units, by number."""
    rows = _rows().filter(unit_id__in=list(unit_ids))
    found = rows.filter(Q(process_key=process) | Q(process_key="", procedure=procedure))
    return [row_view(row) for row in found.order_by("year", "unit_id", "number")]


def nonconformity_get(actor: Actor, code: str) -> NonconformityView:
    """Return one whole; NotFound for those of other units."""
    row = _seen(actor).filter(code=code).first()
    if row is None:
        raise NotFound("nonconformity_unknown", _("There is no such non-conformity here."))
    events = list(row.events.prefetch_related("evidence").order_by("id"))
    words = {event.fact: event.text for event in events}
    return NonconformityView(
        row=row_view(row),
        requirement=row.requirement,
        correction=words.get(Fact.CORRECTED.value, ""),
        cause=words.get(Fact.ANALYSED.value, ""),
        analysed=rules.stand(
            rules.Happened(Fact(one.fact), one.account_id, one.action, one.owner_id, one.due_on)
            for one in events
        ).analysed,
        actions=tuple(action_view(one) for one in row.actions.order_by("number")),
        events=tuple(_event(one) for one in events),
        audit_id=row.finding.audit_id if row.finding else None,
        reach=frozenset(row.reach),
    )


def actions_of(codes: Iterable[int]) -> dict[int, list[ActionView]]:
    """Return the actions of several non-conformities by id; one statement."""
    found: dict[int, list[ActionView]] = {}
    rows = CorrectiveAction.objects.filter(nonconformity_id__in=list(codes))
    for row in rows.order_by("nonconformity_id", "number"):
        found.setdefault(row.nonconformity_id, []).append(action_view(row))
    return found


def words_of(ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Return requirement, correction and cause of several by id, as they stand last."""
    wanted = list(ids)
    rows = Nonconformity.objects.filter(pk__in=wanted).values_list("pk", "requirement")
    said: dict[tuple[int, str], str] = {}
    facts = [Fact.CORRECTED.value, Fact.ANALYSED.value]
    events = NonconformityEvent.objects.filter(nonconformity_id__in=wanted, fact__in=facts)
    for pk, fact, text in events.order_by("pk").values_list("nonconformity_id", "fact", "text"):
        said[pk, fact] = text
    return {
        pk: (words, said.get((pk, facts[0]), ""), said.get((pk, facts[1]), ""))
        for pk, words in rows
    }


def actions_mine(actor: Actor) -> list[tuple[str, ActionView]]:
    """Return the open actions that this person has, the most urgent first, with their number."""
    rows = CorrectiveAction.objects.filter(
        owner_id=actor.account_id, state=ActionState.OPEN.value
    ).select_related("nonconformity")
    return [(row.nonconformity.code, action_view(row)) for row in rows.order_by("due_on", "pk")]


def row_view(row: Nonconformity) -> NonconformityRow:
    """Return a line of the register."""
    return NonconformityRow(
        id=row.pk,
        code=row.code,
        version=row.version,
        unit_id=row.unit_id,
        place_id=row.place_id,
        state=State(row.state),
        source=Source(row.source),
        grade=Grade(row.grade),
        clause=row.clause,
        happened=row.happened,
        procedure=row.procedure,
        process=row.process_key,
        opened_at=row.opened_at,
        opened_by_id=row.opened_by_id,
        due_on=row.due_on,
        overdue=row.due_on is not None and row.due_on < clock.today(),
        reopened=row.reopened,
        audit_code=row.finding.audit.code if row.finding else "",
        dossier_code=row.dossier_code,
        petition=row.petition_number,
    )


def action_view(row: CorrectiveAction) -> ActionView:
    """Return an action as others see it."""
    return ActionView(
        number=row.number,
        text=row.text,
        owner_id=row.owner_id,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        state=ActionState(row.state),
        overdue=row.state == ActionState.OPEN and row.due_on < clock.today(),
        done_by_id=row.done_by_id,
        done_at=row.done_at,
        checked_by_id=row.checked_by_id,
        checked_at=row.checked_at,
    )


def _event(one: NonconformityEvent) -> EventView:
    return EventView(
        at=one.at,
        fact=Fact(one.fact),
        by_id=one.account_id,
        text=one.text,
        action=one.action,
        owner_id=one.owner_id,
        due_on=one.due_on,
        old_due_on=one.old_due_on,
        evidence=tuple(evidence_view(file) for file in one.evidence.all()),
    )


def _rows() -> QuerySet[Nonconformity]:
    return Nonconformity.objects.select_related("finding__audit")


def _seen(actor: Actor) -> QuerySet[Nonconformity]:
    return _rows().filter(reach__overlap=sorted(actor.unit_ids_for(Action.QUALITY_READ)))


def _overdue(today: date) -> Q:
    return Q(due_on__lt=today) & ~Q(state__in=ENDED_STATES)


def _asked(actor: Actor, asked: Asked) -> QuerySet[Nonconformity]:
    found = _seen(actor)
    if asked.state is not None:
        found = found.filter(state=asked.state.value)
    if asked.live:
        found = found.exclude(state__in=ENDED_STATES)
    if asked.place_id is not None:
        found = found.filter(place_id=asked.place_id)
    if asked.process:
        found = found.filter(process_key=asked.process)
    if asked.source is not None:
        found = found.filter(source=asked.source.value)
    if asked.year is not None:
        found = found.filter(year=asked.year)
    return found.filter(_overdue(clock.today())) if asked.overdue else found


def _ordered(found: QuerySet[Nonconformity]) -> QuerySet[Nonconformity]:
    return found.annotate(
        rank=Case(
            When(_overdue(clock.today()), then=Value(0)),
            When(state__in=ENDED_STATES, then=Value(2)),
            default=Value(1),
            output_field=IntegerField(),
        ),
        day=Coalesce(
            F("due_on"), TruncDate("opened_at", tzinfo=clock.LEGAL_ZONE), output_field=DateField()
        ),
    ).order_by("rank", "day", "pk")


def _place(after: str) -> tuple[int, date, int]:
    rank, _tilde, rest = after.partition("~")
    day, _second, pk = rest.partition("~")
    if rank in {"0", "1", "2"} and pk.isascii() and pk.isdigit() and len(pk) < 19:
        with suppress(ValueError):
            return int(rank), date.fromisoformat(day), int(pk)
    raise Invalid([], _("The place in the list is damaged."))

"""Reads of the register of difficulties; the scope decides whose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import search_key
from motcua.organisations.queries import unit_descendant_ids
from motcua.oversight.models import Difficulty, DifficultyFile
from motcua.oversight.queries.ways import addressee_view
from motcua.oversight.types import (
    ENDED,
    RUNNING,
    Answer,
    Asked,
    DifficultyView,
    EventView,
    Fact,
    FileView,
    Followed,
    Group,
    Line,
    Severity,
    State,
)

ENDED_STATES = [state.value for state in ENDED]
LATE = RUNNING | {State.ASKED}  # whoever asks back after the day stays late
LATE_STATES = [state.value for state in LATE]
_ANSWERS = {Fact.ANSWERED}


def register_page(
    actor: Actor, asked: Asked, *, after: str = "", limit: int = 50
) -> tuple[list[Line], str]:
    """Return a page of the register and where the next one begins, empty on the last.

    First what is late (an answer or a promise), then what runs, then what has ended; within each
    what blocks most dossiers first, of equals the oldest. Raises Invalid for a wrong `after`.
    """
    found = _ordered(_asked(actor, asked))
    if after:
        rank, blocked, pk = _place(after)
        found = found.filter(
            Q(rank__gt=rank)
            | Q(rank=rank, blocked__lt=blocked)
            | Q(rank=rank, blocked=blocked, pk__gt=pk)
        )
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    last: Any = shown[-1] if len(rows) > limit else None
    following = f"{last.rank}~{last.blocked}~{last.pk}" if last else ""
    return [line_view(row) for row in shown], following


def register_counts(actor: Actor, asked: Asked) -> dict[str, int]:
    """Return how many there are by state, `overdue`, `broken`, and `blocked` dossiers of open ones.

    One statement, three with a place; the chosen state does not narrow it.
    """
    plain = Asked(group=asked.group, place_id=asked.place_id, addressee_id=asked.addressee_id,
                  words=asked.words)  # fmt: skip
    by_state = {state.value: Count("pk", filter=Q(state=state.value)) for state in State}
    found = _asked(actor, plain).aggregate(
        **by_state,
        overdue=Count("pk", filter=_overdue()),
        broken=Count("pk", filter=_broken()),
        stopped=Sum("blocked", filter=~Q(state__in=ENDED_STATES), default=0),
    )
    return {key: int(value) for key, value in found.items()}


def difficulty_get(actor: Actor, code: str) -> DifficultyView:
    """Return a difficulty with everything that happened; NotFound for those out of sight.

    Five statements.
    """
    row = _seen(actor).filter(code=code).first()
    if row is None:
        raise NotFound("difficulty_unknown", _("There is no such difficulty here."))
    events = _events(row)
    answer = next((one for one in reversed(events) if one.fact in _ANSWERS), None)
    blocked: dict[int, int] = {}
    for one in events:
        if one.fact in {Fact.REPORTED, Fact.JOINED, Fact.COUNTED}:
            blocked[one.unit_id] = one.blocked or 0
        elif one.fact is Fact.LEFT:
            blocked.pop(one.unit_id, None)
    shown = row.publications.filter(withdrawn_at__isnull=True).first()
    return DifficultyView(
        line=line_view(row),
        text=row.text,
        proposal=row.proposal,
        opened_by_id=row.opened_by_id,
        addressee=addressee_view(row.addressee) if row.addressee else None,
        first_due_at=row.first_due_at,
        answer=answer.text if answer else "",
        answer_kind=answer.answer if answer else None,
        blocked_by=tuple(blocked.items()),
        merged_here=tuple(row.merged.order_by("pk").values_list("code", flat=True)),
        published_title=shown.title if shown else "",
        published_answer=shown.answer if shown else "",
        events=events,
        reach=frozenset(row.reach),
        main=_followed(actor, row),
    )


def _followed(actor: Actor, row: Difficulty) -> Followed | None:
    """Return what a merged difficulty's units see of the one in which it goes on."""
    if row.merged_into_id is None:
        return None
    with scope_use(SYSTEM):  # state and answer only, none of another unit's words
        main = Difficulty.objects.select_related("addressee").get(pk=row.merged_into_id)
        told = main.events.filter(fact=Fact.ANSWERED.value).order_by("-id").first()
    return Followed(
        code=main.code,
        title=row.title,
        state=State(main.state),
        addressee=main.addressee.name if main.addressee else "",
        due_at=main.due_at,
        promised_on=main.promised_on,
        answer=told.text if told else "",
        visible=bool(set(main.reach) & set(_units(actor))),
    )


def file_get(actor: Actor, file_id: int) -> FileView:
    """Return a file of a difficulty in sight; NotFound for any other."""
    row = DifficultyFile.objects.filter(
        pk=file_id, event__difficulty__reach__overlap=_units(actor)
    ).first()
    if row is None:
        raise NotFound("file_unknown", _("There is no such file here."))
    return FileView(row.pk, row.file_id, row.name)


def systems_known(actor: Actor) -> list[str]:
    """Return the names of systems that difficulties in sight were about, to choose from."""
    rows = _seen(actor).exclude(system="").order_by("system").values_list("system", flat=True)
    return list(rows.distinct()[:200])


def _events(row: Difficulty) -> tuple[EventView, ...]:
    rows = row.events.select_related("addressee", "other").prefetch_related("files")
    return tuple(
        EventView(
            at=one.at,
            fact=Fact(one.fact),
            by_id=one.account_id,
            unit_id=one.unit_id,
            text=one.text,
            blocked=one.blocked,
            addressee=one.addressee.name if one.addressee else "",
            answer=Answer(one.answer) if one.answer else None,
            promised_on=one.promised_on,
            other=one.other.code if one.other else "",
            due_at=one.due_at,
            letter=one.letter,
            codes=tuple(one.codes),
            files=tuple(FileView(file.pk, file.file_id, file.name) for file in one.files.all()),
        )
        for one in rows.order_by("id")
    )


def line_view(row: Difficulty) -> Line:
    """Return a row as a line of the register."""
    state, now = State(row.state), clock.now()
    return Line(
        id=row.pk,
        code=row.code,
        version=row.version,
        unit_id=row.unit_id,
        place_id=row.place_id,
        group=Group(row.group),
        severity=Severity(row.severity),
        state=state,
        title=row.title,
        system=row.system,
        procedure=row.procedure,
        places=tuple(row.places),
        blocked=row.blocked,
        addressee=row.addressee.name if row.addressee else "",
        due_at=row.due_at,
        overdue=state in LATE and row.due_at is not None and now > row.due_at,
        promised_on=row.promised_on,
        first_promised_on=row.first_promised_on,
        postponed=row.postponed,
        promise_broken=(
            state not in ENDED
            and row.first_promised_on is not None
            and clock.today() > row.first_promised_on
        ),
        unclear=row.unclear,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        merged_into=row.merged_code,
        published=row.published,
    )


def _overdue() -> Q:
    return Q(state__in=LATE_STATES, due_at__lt=clock.now())


def _broken() -> Q:
    return Q(first_promised_on__lt=clock.today()) & ~Q(state__in=ENDED_STATES)


def _ordered(rows: QuerySet[Difficulty]) -> QuerySet[Difficulty]:
    late = _overdue() | _broken()
    rank = Case(
        When(late, then=Value(0)),
        When(state__in=ENDED_STATES, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "-blocked", "pk")


def _place(after: str) -> tuple[int, int, int]:
    try:
        rank, blocked, pk = (int(part) for part in after[:60].split("~"))
    except ValueError:
        rank = blocked = pk = -1
    if not (0 <= rank <= 2 and 0 <= blocked < 2**31 and 0 < pk < 2**62):
        raise Invalid([]) from None
    return rank, blocked, pk


def _units(actor: Actor) -> list[int]:
    return sorted(actor.unit_ids_for(Action.OVERSIGHT_READ))


def _seen(actor: Actor) -> QuerySet[Difficulty]:
    rows = Difficulty.objects.select_related("addressee")
    return rows.filter(reach__overlap=_units(actor))


def _asked(actor: Actor, asked: Asked) -> QuerySet[Difficulty]:
    wanted: dict[str, Any] = {
        "state": asked.state.value if asked.state else None,
        "group": asked.group.value if asked.group else None,
        "addressee_id": asked.addressee_id,
    }
    found = _seen(actor).filter(**{key: value for key, value in wanted.items() if value})
    if asked.place_id is not None:
        found = found.filter(places__overlap=_under(asked.place_id))
    if asked.overdue:
        found = found.filter(_overdue())
    if asked.broken:
        found = found.filter(_broken())
    if asked.live:
        found = found.exclude(state__in=ENDED_STATES)
    for word in _words(asked.words):
        found = found.filter(search__contains=word)
    return found


def _under(place_id: int) -> list[int]:
    """Return a unit and everything under it: what a commune's centre has, the commune has."""
    try:
        return sorted(unit_descendant_ids(place_id))
    except NotFound:
        return []


def _words(text: str) -> Iterable[str]:
    return search_key(text[:120]).split()[:8]

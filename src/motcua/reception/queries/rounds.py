"""Rounds read: those of a unit, one with its houses in order, and who could go onto it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.types import CalendarInvalid
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.reception import route
from motcua.reception.models import Round
from motcua.reception.queries.house import house_of
from motcua.reception.queries.visits import (
    VisitView,
    roads_of,
    visits_of_round,
    visits_waiting,
)
from motcua.reception.types import RoundState, Vehicle
from motcua.reception.visiting import wishes_on

USUAL = ((450, 690), (810, 1020))  # 07:30 to 11:30, 13:30 to 17:00 (domain brief 1.7)


@dataclass(frozen=True, slots=True)
class RoundView:
    """A day's round of a team."""

    id: int
    unit_id: int
    number: int
    day: date
    starts: time
    service_minutes: int
    vehicle: Vehicle
    account_ids: tuple[int, ...]
    note: str
    state: RoundState
    by_hand: bool
    version: int
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether visits can still be put on it or taken off."""
        return self.state in {RoundState.PLANNED, RoundState.UNDER_WAY}


@dataclass(frozen=True, slots=True)
class Leg:
    """A house of a round: the request and when it is reached, in local time."""

    visit: VisitView
    arrive: datetime
    leave: datetime
    travel: int  # minutes
    kept: bool  # the wished half-day, within the day
    guessed: bool  # the way there is estimated by the order of the villages


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round with its houses in order; `metres` there and back."""

    round: RoundView
    legs: tuple[Leg, ...]
    metres: int
    back: datetime | None
    base_known: bool


def round_get(round_id: int) -> RoundView:
    """Return a round; raises NotFound out of scope."""
    row = Round.objects.filter(id=round_id).first()
    if row is None:
        raise NotFound("round_unknown", _("There is no such round."))
    return round_view(row)


def rounds_of(unit_id: int, *, since: date) -> list[RoundView]:
    """Return the rounds of a unit from a day on, the next first."""
    rows = Round.objects.filter(unit_id=unit_id, day__gte=since).order_by("day", "number")
    return [round_view(row) for row in rows]


def rounds_before(unit_id: int, day: date, *, most: int = 20) -> list[RoundView]:
    """Return the last rounds of a unit before a day, the latest first."""
    rows = Round.objects.filter(unit_id=unit_id, day__lt=day).order_by("-day", "-number")
    return [round_view(row) for row in rows[:most]]


def round_plan(round_id: int) -> RoundPlan:
    """Return a round with when each house is reached; raises NotFound. Five statements."""
    one = round_get(round_id)
    visits = visits_of_round(round_id)
    day = day_of(one)
    stops = [stop_of(visit, one.day) for visit in visits]
    timed = route.schedule(stops, day)
    midnight = clock.midnight(one.day)

    def at(minutes: int) -> datetime:
        return midnight + timedelta(minutes=minutes)

    return RoundPlan(
        one,
        tuple(
            Leg(visit, at(leg.arrive), at(leg.leave), leg.travel, leg.kept, leg.guessed)
            for visit, leg in zip(visits, timed, strict=True)
        ),
        route.length_metres(stops, day),
        at(route.cost(stops, day)[2]) if stops else None,
        day.base is not None,
    )


def candidates_of(one: RoundView) -> tuple[list[VisitView], list[VisitView]]:
    """Return who waits: those who wish the day of a round, and the others; the oldest first."""
    waiting = visits_waiting(one.unit_id)
    fitting = [visit for visit in waiting if wishes_on(visit.wishes, one.day)]
    return fitting, [visit for visit in waiting if visit not in fitting]


def order_proposed(one: RoundView, visits: Sequence[VisitView]) -> list[int]:
    """Return the ids of the visits in the order that `route` proposes."""
    stops = [stop_of(visit, one.day) for visit in visits]
    return [stop.id for stop in route.order(stops, day_of(one))]


def stop_of(visit: VisitView, day: date) -> route.Stop:
    """Return a visit as the order of the way sees it."""
    return route.Stop(
        id=visit.id,
        place=visit.point,
        village=visit.hamlet.id if visit.hamlet else None,
        rank=visit.hamlet.position if visit.hamlet else None,
        halves=wishes_on(visit.wishes, day),
    )


def day_of(one: RoundView) -> route.Day:
    """Return what a round's day is like, by the unit's calendar; usual hours on a day off."""
    try:
        spans = calendar_for(one.unit_id).day(one.day).spans
    except CalendarInvalid:
        spans = ()
    sessions = tuple((_minute(begin.time()), _minute(end.time())) for begin, end in spans)
    return route.Day(
        start=_minute(one.starts),
        sessions=sessions or USUAL,
        service=one.service_minutes,
        speed=route.SPEED[one.vehicle.value],
        base=house_of(one.unit_id).base,
        roads=roads_of(one.unit_id),
    )


def round_view(row: Round) -> RoundView:
    """Return a round as others see it."""
    return RoundView(
        id=row.pk,
        unit_id=row.unit_id,
        number=row.number,
        day=row.day,
        starts=row.starts,
        service_minutes=row.service_minutes,
        vehicle=Vehicle(row.vehicle),
        account_ids=tuple(row.account_ids),
        note=row.note,
        state=RoundState(row.state),
        by_hand=row.by_hand,
        version=row.version,
        started_at=clock.local(row.started_at) if row.started_at else None,
        ended_at=clock.local(row.ended_at) if row.ended_at else None,
    )


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute

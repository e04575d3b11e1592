"""Requests for a visit at home read: waiting, one's own, one of them. The scope decides whose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.reception.models import Hamlet, HamletRoad, Visit, VisitEvent
from motcua.reception.queries.house import place_of
from motcua.reception.route import Place
from motcua.reception.visiting import (
    LIVE,
    AskedBy,
    Lived,
    VisitReason,
    VisitState,
    VisitStep,
    waiting_days,
)


@dataclass(frozen=True, slots=True)
class HamletView:
    """A village of a unit; `position` counts from 1 in the order in which a round meets them."""

    id: int
    unit_id: int
    name: str
    position: int
    place: Place | None


@dataclass(frozen=True, slots=True)
class VisitView:
    """A request with what the officials need on the road; `erased`: only figures are left."""

    id: int
    unit_id: int
    state: VisitState
    asked_by: AskedBy
    asked_at: datetime
    asked_account: int | None
    person_id: int | None
    name: str
    phone: str
    address: str
    hamlet: HamletView | None
    place: Place | None  # of the house itself
    reason: VisitReason
    procedures: tuple[str, ...]
    matter: str
    wishes: tuple[int, ...]
    helper_name: str
    helper_phone: str
    round_id: int | None
    round_number: int | None
    round_day: date | None
    position: int
    planned_for: datetime | None
    left_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    answer: str
    dossier_codes: tuple[str, ...]
    erased: bool

    @property
    def waits(self) -> int:
        """Return how many days it has waited, or waited until it ended."""
        until = self.ended_at or clock.now()
        return waiting_days(clock.local(self.asked_at).date(), clock.local(until).date())

    @property
    def point(self) -> Place | None:
        """Return where to go: the house, else the middle of its village."""
        return self.place or (self.hamlet.place if self.hamlet else None)

    @property
    def calls(self) -> list[tuple[str, str, str]]:
        """Return whom one can call: whose number it is (empty: the person's), it, and as said."""
        found = (("", self.phone), (self.helper_name, self.helper_phone))
        return [(name, number, phone_words(number)) for name, number in found if number]

    @property
    def is_live(self) -> bool:
        """Whether somebody still waits for it."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True)
class VisitHappened:
    """One thing that happened to a request; `told_at` when it reached the office."""

    at: datetime
    told_at: datetime
    step: VisitStep
    account_id: int | None


def phone_words(number: str) -> str:
    """Return a number as people say it: `0912 345 678` for `+84912345678`."""
    bare = number.replace("+84", "0", 1)
    return f"{bare[:4]} {bare[4:7]} {bare[7:]}".strip()


def hamlets_of(unit_id: int) -> list[HamletView]:
    """Return the villages of a unit in their order."""
    rows = Hamlet.objects.filter(unit_id=unit_id, closed_at=None).order_by("position", "id")
    return [hamlet_view(row) for row in rows]


def hamlet_view(row: Hamlet) -> HamletView:
    """Return a village as others see it."""
    place = place_of(row.latitude, row.longitude)
    return HamletView(row.pk, row.unit_id, row.name, row.position, place)


def roads_of(unit_id: int) -> dict[tuple[int, int], float]:
    """Return the roads between villages that the unit knows, in metres, by ids, lower first."""
    rows = HamletRoad.objects.filter(unit_id=unit_id)
    return {(one, other): metres for one, other, metres in rows.values_list("one_id", "other_id", "metres")}  # fmt: skip  # noqa: E501


def visits_waiting(unit_id: int) -> list[VisitView]:
    """Return the requests that wait for a round, the oldest first."""
    return _views(Visit.objects.filter(unit_id=unit_id, state=VisitState.REQUESTED.value))


def visits_live(unit_id: int) -> list[VisitView]:
    """Return the requests that have not ended, the oldest first."""
    return _views(Visit.objects.filter(unit_id=unit_id, state__in=[one.value for one in LIVE]))


def visits_ended(unit_id: int, *, days: int = 90) -> list[VisitView]:
    """Return the requests that have ended lately, the latest first."""
    since = clock.now() - timedelta(days=days)
    rows = Visit.objects.filter(unit_id=unit_id, ended_at__gte=since)
    found = _views(rows.exclude(state__in=[one.value for one in LIVE]))
    return sorted(found, key=lambda one: (one.ended_at or one.asked_at, one.id), reverse=True)


def visits_own(person_id: int) -> list[VisitView]:
    """Return somebody's requests, the newest first; their own scope."""
    return _views(Visit.objects.filter(person_id=person_id, erased_at=None))[::-1]


def visits_of_round(round_id: int) -> list[VisitView]:
    """Return the visits of a round in the order of its way."""
    rows = _joined(Visit.objects.filter(round_id=round_id))
    return [visit_view(row) for row in rows.order_by("position", "id")]


def visits_asked_by(account_id: int, unit_ids: Iterable[int]) -> list[VisitView]:
    """Return what somebody has asked for others in the last thirty days, the newest first.

    For whoever assists: under the system's scope, because they see no other request.
    """
    since = clock.now() - timedelta(days=30)
    rows = Visit.objects.filter(
        asked_account=account_id, unit_id__in=list(unit_ids), asked_at__gte=since
    )
    return _views(rows)[::-1]


def visit_get(visit_id: int) -> VisitView:
    """Return a request; raises NotFound out of scope."""
    row = _joined(Visit.objects.filter(id=visit_id)).first()
    if row is None:
        raise NotFound("visit_unknown", _("There is no such request."))
    return visit_view(row)


def visit_story(visit_id: int) -> list[VisitHappened]:
    """Return what happened to a request, the first first."""
    rows = VisitEvent.objects.filter(visit_id=visit_id).order_by("id")
    return [VisitHappened(row.at, row.told_at, VisitStep(row.step), row.account_id) for row in rows]


def lived_of(unit_id: int, since: date, until: date) -> list[Lived]:
    """Return what figures need of the requests that came in a period; `until` is included."""
    begin = clock.midnight(since)
    end = clock.midnight(until)
    rows = Visit.objects.filter(
        unit_id=unit_id, asked_at__gte=begin, asked_at__lt=end + timedelta(days=1)
    )
    return [
        Lived(
            VisitState(state),
            VisitReason(reason),
            clock.local(asked).date(),
            clock.local(ended).date() if ended else None,
        )
        for state, reason, asked, ended in rows.order_by("id").values_list(
            "state", "reason", "asked_at", "ended_at"
        )
    ]


def visit_view(row: Visit) -> VisitView:
    """Return a request as others see it."""
    return VisitView(
        id=row.pk,
        unit_id=row.unit_id,
        state=VisitState(row.state),
        asked_by=AskedBy(row.asked_by),
        asked_at=clock.local(row.asked_at),
        asked_account=row.asked_account,
        person_id=row.person_id,
        name=row.name,
        phone=row.phone,
        address=row.address,
        hamlet=hamlet_view(row.hamlet) if row.hamlet is not None else None,
        place=place_of(row.latitude, row.longitude),
        reason=VisitReason(row.reason),
        procedures=tuple(row.procedures),
        matter=row.matter,
        wishes=tuple(row.wishes),
        helper_name=row.helper_name,
        helper_phone=row.helper_phone,
        round_id=row.round_id,
        round_number=row.round.number if row.round is not None else None,
        round_day=row.round.day if row.round is not None else None,
        position=row.position,
        planned_for=clock.local(row.planned_for) if row.planned_for else None,
        left_at=clock.local(row.left_at) if row.left_at else None,
        arrived_at=clock.local(row.arrived_at) if row.arrived_at else None,
        ended_at=clock.local(row.ended_at) if row.ended_at else None,
        answer=row.answer,
        dossier_codes=tuple(row.dossier_codes),
        erased=row.erased_at is not None,
    )


def _joined(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    return rows.select_related("hamlet", "round")


def _views(rows: QuerySet[Visit]) -> list[VisitView]:
    return [visit_view(row) for row in _joined(rows).order_by("asked_at", "id")]

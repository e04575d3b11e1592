"""A day's round: planned for a team, filled, put in order, told, begun and ended.

Whoever changes the order holds the row of the round; the version that the page showed must be
the present one, so that of two who drag at once the second sees what the first has done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.identity.queries import people_of
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale
from motcua.kernel.text import nfc
from motcua.organisations.queries import unit_get
from motcua.reception.models import Round, Visit
from motcua.reception.queries.rounds import (
    RoundView,
    order_proposed,
    round_plan,
    round_view,
)
from motcua.reception.queries.visits import visits_of_round
from motcua.reception.route import STOPS_MOST
from motcua.reception.services._telling import half_day, planned_tell, visit_tell
from motcua.reception.services._visit import visit_lock, visit_write
from motcua.reception.types import RoundState, Vehicle
from motcua.reception.visiting import IN_ROUND, VisitState, VisitStep

NUMBER_LOCK = 728_105  # class of the advisory locks; the key is the unit
TEAM_MOST = 2
MINUTES = (10, 180)
UNDER_WAY = [one.value for one in IN_ROUND]


@dataclass(frozen=True, slots=True)
class RoundOrder:
    """What is planned. `key` makes two presses one round; `account_ids` are one or two people."""

    unit_id: int
    key: UUID
    day: date
    starts: time
    account_ids: tuple[int, ...]
    vehicle: Vehicle = Vehicle.MOTORBIKE
    service_minutes: int = 30
    note: str = ""


def round_make(*, actor: Actor, order: RoundOrder) -> RoundView:
    """Plan a round without visits. Raises Invalid for a past day or people from elsewhere."""
    actor.posting_for(Action.RECEPTION_SERVE, order.unit_id)
    with transaction.atomic():
        known = Round.objects.filter(key=order.key).first()
        if known is not None:
            return round_view(known)
        posting_ids = _team(order)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_LOCK, order.unit_id % 2**31]
            )
        last = Round.objects.filter(unit_id=order.unit_id).aggregate(last=Max("number"))["last"]
        row = Round.objects.create(
            unit_id=order.unit_id,
            number=(last or 0) + 1,
            day=order.day,
            starts=order.starts,
            service_minutes=order.service_minutes,
            vehicle=order.vehicle.value,
            account_ids=list(order.account_ids),
            posting_ids=posting_ids,
            note=" ".join(nfc(order.note).split())[:200],
            key=order.key,
            made_at=clock.now(),
            made_by=actor.account_id,
        )
        return round_view(row)


def round_pick(*, actor: Actor, round_id: int, visit_ids: Iterable[int]) -> list[int]:
    """Put requests onto a round; return those that somebody else had taken meanwhile.

    The order is proposed anew, unless it was set by hand: then they come last.
    """
    with transaction.atomic():
        row, posting_id = _lock(actor, round_id)
        gone = []
        wanted = sorted(set(visit_ids))
        there = Visit.objects.filter(round=row, state__in=UNDER_WAY).count()
        if there + len(wanted) > STOPS_MOST:
            raise Refused(
                "round_full",
                _("A round takes at most %(n)s visits. Plan a second one.") % {"n": STOPS_MOST},
            )
        last = Visit.objects.filter(round=row).aggregate(last=Max("position"))["last"] or 0
        for visit_id in wanted:
            visit = visit_lock(visit_id)
            if visit.unit_id != row.unit_id:
                raise NotFound("visit_unknown", _("There is no such request."))
            if visit.state != VisitState.REQUESTED.value:
                gone.append(visit_id)
                continue
            last += 1
            visit.round, visit.position = row, last
            visit_write(
                visit, VisitStep.PLANNED, account_id=actor.account_id, posting_id=posting_id
            )
        _changed(row, keep=row.by_hand)
        return gone


def round_drop(*, actor: Actor, visit_id: int) -> int:
    """Take a visit off its round, back on the list with its waiting time; return the round."""
    with transaction.atomic():
        round_id = _round_id(visit_id)
        row, posting_id = _lock(actor, round_id)
        visit = visit_lock(visit_id)
        if visit.round_id != row.pk:
            raise Refused("visit_state", _("This visit is no longer on the round."))
        told = visit.planned_for is not None and row.state == RoundState.PLANNED.value
        visit_write(visit, VisitStep.TAKEN_OUT, account_id=actor.account_id, posting_id=posting_id)
        if told:
            visit_tell(visit, "visit_waits", about=f"{row.pk}")
        _changed(row, keep=row.by_hand)
        return row.pk


def round_order(*, actor: Actor, round_id: int, ids: Sequence[int], version: int) -> None:
    """Set the order by hand: it always wins. Raises Stale when the round has changed."""
    with transaction.atomic():
        row, _posting = _lock(actor, round_id)
        rows = {one.pk: one for one in Visit.objects.select_for_update().filter(round=row)}
        if row.version != version or sorted(rows) != sorted(ids):
            raise Stale(
                "round_changed", _("Somebody has changed this round. Here it is as it is now.")
            )
        for position, id_ in enumerate(ids, 1):
            rows[id_].position = position
        Visit.objects.bulk_update(rows.values(), ["position"])
        row.by_hand = True
        _changed(row, keep=True)


def round_propose(*, actor: Actor, round_id: int) -> None:
    """Put the visits that are still ahead into the order that `route` proposes."""
    with transaction.atomic():
        row, _posting = _lock(actor, round_id)
        row.by_hand = False
        _changed(row, keep=False)


def round_tell(*, actor: Actor, round_id: int) -> tuple[int, list[int]]:
    """Tell everybody on a round when officials come; return how many, and who must be called.

    Told once for a day and half of it; after a change the button tells those who are concerned.
    Who cannot be told is named at every press.
    """
    with transaction.atomic():
        row, _posting = _lock(actor, round_id)
        plan = round_plan(round_id)
        told, to_call = 0, []
        rows = {one.pk: one for one in Visit.objects.select_for_update().filter(round=row)}
        for leg in plan.legs:
            visit = rows[leg.visit.id]
            if visit.state != VisitState.PLANNED.value:
                continue
            before = half_day(visit.planned_for)
            visit.planned_for = leg.arrive
            if half_day(leg.arrive) == before:
                visit.save(update_fields=["planned_for"])
            elif planned_tell(visit) or _tell_anew(visit, row):
                visit.save(update_fields=["planned_for"])
                told += 1
            else:  # `planned_for` is what was told: who was not is named at the next press too
                to_call.append(visit.pk)
        return told, to_call


def round_begin(*, actor: Actor, round_id: int) -> RoundView:
    """Begin a round on its day; again changes nothing. Raises Refused on another day or empty."""
    with transaction.atomic():
        row, _posting = _lock(actor, round_id)
        if row.state == RoundState.UNDER_WAY.value:
            return round_view(row)
        if row.day != clock.today():
            raise Refused("round_day", _("A round is begun on its own day."))
        if not Visit.objects.filter(round=row).exists():
            raise Refused("round_empty", _("Nobody is on this round yet."))
        row.state, row.started_at = RoundState.UNDER_WAY.value, clock.now()
        row.save(update_fields=["state", "started_at"])
        return round_view(row)


def round_end(*, actor: Actor, round_id: int) -> int:
    """End a round, or call it off; who was not reached goes back on the list. Return how many.

    A round on which somebody was visited has ended; one on which nobody was is cancelled.
    """
    with transaction.atomic():
        row, posting_id = _lock(actor, round_id)
        rest = list(
            Visit.objects.select_for_update(of=("self",))
            .filter(round=row, state__in=UNDER_WAY)
            .order_by("position", "id")
        )
        for visit in rest:
            told = visit.planned_for is not None
            visit_write(
                visit, VisitStep.TAKEN_OUT, account_id=actor.account_id, posting_id=posting_id
            )
            if told:
                visit_tell(visit, "visit_waits", about=f"{row.pk}")
        been = row.state == RoundState.UNDER_WAY.value or Visit.objects.filter(round=row).exists()
        row.state = (RoundState.ENDED if been else RoundState.CANCELLED).value
        row.ended_at = clock.now()
        row.version += 1
        row.save(update_fields=["state", "ended_at", "version"])
        return len(rest)


def _team(order: RoundOrder) -> list[int]:
    """Return the postings of the team. Raises Invalid with every problem at once."""
    problems = []
    if order.day < clock.today():
        problems.append(FieldProblem("day", _("A round is planned for today or later.")))
    if not MINUTES[0] <= order.service_minutes <= MINUTES[1]:
        problems.append(FieldProblem("service_minutes", _("A number of minutes from 10 to 180.")))
    around = unit_get(order.unit_id).path_ids
    posted = {
        one.account_id: one.id
        for one in people_of(unit_ids=around)
        if one.may(Action.RECEPTION_SERVE, order.unit_id)
    }
    wanted = list(dict.fromkeys(order.account_ids))
    if not 1 <= len(wanted) <= TEAM_MOST or any(one not in posted for one in wanted):
        problems.append(FieldProblem("account_ids", _("Choose one or two people of the centre.")))
    if problems:
        raise Invalid(problems)
    return [posted[one] for one in wanted]


def _lock(actor: Actor, round_id: int) -> tuple[Round, int]:
    """Return an open round under its lock, and the posting; raises NotFound or Refused."""
    row = Round.objects.select_for_update().filter(id=round_id).first()
    if row is None:
        raise NotFound("round_unknown", _("There is no such round."))
    posting = actor.posting_for(Action.RECEPTION_SERVE, row.unit_id)
    if row.state not in {RoundState.PLANNED.value, RoundState.UNDER_WAY.value}:
        raise Refused("round_over", _("This round is over."))
    return row, posting.id


def _tell_anew(visit: Visit, row: Round) -> bool:
    """Tell a half of a day that was told before and changed in between."""
    known = half_day(visit.planned_for)
    return known is not None and visit_tell(
        visit, f"visit_{known[1]}", about=f"{row.pk}v{row.version}"
    )


def _round_id(visit_id: int) -> int:
    found = Visit.objects.filter(id=visit_id).values_list("round_id", flat=True).first()
    if found is None:
        raise NotFound("visit_unknown", _("There is no such visit on a round."))
    return found


def _changed(row: Round, *, keep: bool) -> None:
    """Number the visits anew: as they are, or (not `keep`) as proposed behind what is done."""
    visits = visits_of_round(row.pk)
    if not keep:
        ahead = [one for one in visits if one.state in IN_ROUND]
        ids = order_proposed(round_view(row), ahead)
        place = {id_: number for number, id_ in enumerate(ids)}
        visits = sorted(visits, key=lambda one: place.get(one.id, -1))
    rows = {one.pk: one for one in Visit.objects.filter(round=row)}
    for position, visit in enumerate(visits, 1):
        rows[visit.id].position = position
    Visit.objects.bulk_update(rows.values(), ["position"])
    row.version += 1
    row.save(update_fields=["version", "by_hand"])

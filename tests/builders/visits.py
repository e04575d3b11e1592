"""Requests for a visit at home, rounds and extra points of a centre."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from motcua.citizens.types import CitizenActor
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.types import UnitView
from motcua.reception import services
from motcua.reception.queries.rounds import RoundView
from motcua.reception.queries.visits import VisitView
from motcua.reception.services import PointOrder, RoundOrder, VisitOrder
from motcua.reception.visiting import AskedBy
from tests.builders.dossiers import MORNING, Commune

TODAY = date(2026, 9, 10)  # of MORNING, a Thursday


def visit_order(unit: UnitView, **over: Any) -> VisitOrder:
    """Return a complete request of a sample person."""
    fields: dict[str, Any] = {
        "unit_id": unit.id,
        "key": uuid4(),
        "name": "Nguyễn Thị Mẫu",
        "phone": "0912 345 678",
        "address": "Xóm Đồng Tâm, nhà cạnh cây đa",
        "reason": "elderly",
        "matter": "Chứng thực chữ ký",
    }
    return VisitOrder(**{**fields, **over})


def visit_make(actor: Actor, unit: UnitView, **over: Any) -> VisitView:
    """Write a request down as an official who was called."""
    return services.visit_ask_for(
        actor=actor, order=visit_order(unit, **over), asked_by=AskedBy.PHONE
    )


def round_make(actor: Actor, unit: UnitView, **over: Any) -> RoundView:
    """Plan a round of one person for today."""
    fields: dict[str, Any] = {
        "unit_id": unit.id,
        "key": uuid4(),
        "day": clock.today(),
        "starts": time(7, 30),
        "account_ids": (actor.account_id,),
    }
    return services.round_make(actor=actor, order=RoundOrder(**{**fields, **over}))


def visit_held(commune: Commune) -> int:
    """Return the id of a request that stands on the round of today."""
    with clock.clock_set(MORNING - timedelta(hours=1)), scope_use(SYSTEM):
        one = visit_make(commune.counter, commune.centre, key=UUID(int=11), name="Lê Thị Canary")
        if one.round_id is None:
            services.round_pick(
                actor=commune.counter, round_id=_round(commune).id, visit_ids=[one.id]
            )
        return one.id


def round_held(commune: Commune) -> int:
    """Return the id of the round of today."""
    with clock.clock_set(MORNING - timedelta(hours=1)), scope_use(SYSTEM):
        return _round(commune).id


def hamlet_held(commune: Commune) -> int:
    """Return the id of a village of the centre."""
    from motcua.reception.queries.visits import hamlets_of

    with clock.clock_set(MORNING - timedelta(hours=1)), scope_use(SYSTEM):
        known = hamlets_of(commune.centre.id)
        if known:
            return known[0].id
        return services.hamlet_add(
            actor=commune.director,
            unit_id=commune.centre.id,
            change=services.HamletChange("Xóm Đồng Tâm"),
        )


def point_held(commune: Commune) -> int:
    """Return the id of an extra reception point of the centre."""
    from motcua.reception.queries.points import points_of

    with clock.clock_set(MORNING - timedelta(hours=1)), scope_use(SYSTEM):
        known = points_of([commune.centre.id])
        if known:
            return known[0].id
        return services.point_open(
            actor=commune.director,
            unit_id=commune.centre.id,
            order=PointOrder(name="Nhà văn hóa xóm Đồng Tâm", seat="Xóm Đồng Tâm"),
        )


def _round(commune: Commune) -> RoundView:
    return round_make(commune.counter, commune.centre, key=UUID(int=12))


def visit_asked(citizen: CitizenActor, commune: Commune) -> int:
    """Let a centre come home, and somebody ask for it at the portal; return the request's id."""
    services.visits_offer(
        actor=commune.director, unit_id=commune.centre.id, offered=True, base=(21.5942, 105.8482)
    )
    return services.visit_ask(citizen=citizen, order=visit_order(commune.centre)).id

"""Whose centre, which visit; reading somebody's request is written down for them to see."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404

from motcua.citizens.queries import person_get
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import Forbidden, NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitKind, UnitView
from motcua.procedures.queries import offerings_received_at
from motcua.procedures.types import OfferingView
from motcua.reception.queries.rounds import RoundView, round_get
from motcua.reception.queries.visits import VisitView, visit_get

AROUND_MOST = 80  # units below a posting: of a commune, never of a province
PURPOSE = "visit at home"


def centres_for(actor: Actor, action: Action) -> list[UnitView]:
    """Return the service centres in which somebody may do something, by name."""
    near = {
        id_
        for posting in actor.postings
        if posting.may(action)
        for id_ in (posting.unit_ids if len(posting.unit_ids) <= AROUND_MOST else ())
    }
    found = [one for one in units_by_ids(near).values() if one.kind is UnitKind.CENTRE]
    return sorted(found, key=lambda one: (one.full_name, one.id))


def centre_of(actor: Actor, action: Action, text: str) -> UnitView | None:
    """Return the centre named in an address, else the person's first; None without any."""
    mine = centres_for(actor, action)
    named = [one for one in mine if str(one.id) == text]
    return next(iter(named or mine), None)


def visit_read(
    request: SignedInRequest, visit_id: int, action: Action = Action.RECEPTION_SERVE
) -> VisitView:
    """Return a request of one's centre, and write down who read it; 404 for all others."""
    try:
        one = visit_get(visit_id)
        request.actor.posting_for(action, one.unit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    reading_note(request, f"visit:{one.id}", one.unit_id, [one])
    return one


def round_read(request: SignedInRequest, round_id: int) -> RoundView:
    """Return a round of one's centre; 404 for all others."""
    try:
        one = round_get(round_id)
        request.actor.posting_for(Action.RECEPTION_SERVE, one.unit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    return one


def reading_note(
    request: SignedInRequest, subject: str, unit_id: int, visits: Iterable[VisitView]
) -> None:
    """Write down who read whose requests, under which posting."""
    posting = request.actor.posting_for(Action.RECEPTION_SERVE, unit_id)
    persons = {one.person_id for one in visits if one.person_id is not None}
    with scope_use(SYSTEM):  # officials have no wall of their own around the citizens' accounts
        numbers = [person_get(one).id_number for one in sorted(persons)]
    reading_record(
        account_id=request.actor.account_id,
        posting_id=posting.id,
        subject=subject,
        purpose=PURPOSE,
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=numbers,
    )


def offered_at(unit: UnitView) -> dict[str, OfferingView]:
    """Return what is taken in at a centre, by code."""
    found: dict[str, OfferingView] = {}
    for one in offerings_received_at([unit.id], unit_ids={unit.id, *unit.path_ids}):
        found.setdefault(one.code, one)
    return found


def papers_of(visit: VisitView, offered: dict[str, OfferingView]) -> list[tuple[str, list[str]]]:
    """Return the procedures of a request, each with the papers that everybody needs for it."""
    return [
        (
            offered[code].version.name,
            [
                one.label
                for one in offered[code].version.components
                if one.required and not one.condition
            ],
        )
        for code in visit.procedures
        if code in offered
    ]

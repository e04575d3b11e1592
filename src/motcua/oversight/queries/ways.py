"""Reads of who has to answer, and of the rules that say so."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from motcua.kernel import clock
from motcua.oversight import rules
from motcua.oversight.models import Addressee, Route
from motcua.oversight.types import AddresseeView, Group, Kind, RouteView


def addressees_of(register_id: int) -> list[AddresseeView]:
    """Return who has to answer in a register today, by kind and name."""
    rows = Addressee.objects.filter(live_on(clock.today()), unit_id=register_id)
    found = [addressee_view(row) for row in rows.order_by("name", "pk")]
    order = list(Kind)
    return sorted(found, key=lambda one: order.index(one.kind))


def addressee_in_force(register_id: int, addressee_id: int) -> AddresseeView | None:
    """Return an addressee of a register that holds today, else None."""
    row = Addressee.objects.filter(
        live_on(clock.today()), unit_id=register_id, pk=addressee_id
    ).first()
    return addressee_view(row) if row is not None else None


def routes_of(register_id: int) -> list[RouteView]:
    """Return the rules of a register that hold today, the closest fitting ones first."""
    rows = (
        Route.objects.filter(live_on(clock.today()), addressee__unit_id=register_id)
        .filter(addressee__in=Addressee.objects.filter(live_on(clock.today())))
        .select_related("addressee")
        .order_by("-procedure", "-system", "-group", "-pk")
    )
    return [
        RouteView(
            row.pk,
            addressee_view(row.addressee),
            Group(row.group) if row.group else None,
            row.system,
            row.procedure,
            row.valid_from,
            row.valid_to,
        )
        for row in rows
    ]


def way_for(register_id: int, *, group: Group, system: str, procedure: str) -> rules.Way | None:
    """Return the rule that says who answers, None where no rule does."""
    ways = [
        rules.Way(
            one.id,
            one.addressee.id,
            one.group.value if one.group else "",
            one.system,
            one.procedure,
        )
        for one in routes_of(register_id)
    ]
    return rules.way_of(ways, group=group, system=system, procedure=procedure)


def addressee_view(row: Addressee) -> AddresseeView:
    """Return a row as others see it."""
    return AddresseeView(
        row.pk,
        Kind(row.kind),
        row.answers_id,
        row.name,
        row.limit,
        row.valid_from,
        row.valid_to,
        row.source,
    )


def live_on(day: date) -> Q:
    """Return the condition of a dated row that holds on a day; `valid_to` is exclusive."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))

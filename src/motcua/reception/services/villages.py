"""The villages of a unit in the order in which a round meets them, and the roads it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Stale
from motcua.kernel.text import nfc
from motcua.reception.models import Hamlet, HamletRoad, Visit
from motcua.reception.route import Place
from motcua.reception.visiting import LIVE

SOUTH, NORTH, WEST, EAST = 6.0, 24.0, 102.0, 118.0  # Vietnam with its islands
METRES_MOST = 200_000


@dataclass(frozen=True, slots=True)
class HamletChange:
    """What is said of a village."""

    name: str
    place: Place | None = None


def place_check(place: Place | None, name: str = "place") -> list[FieldProblem]:
    """Return what is wrong with a place: it must lie in Vietnam."""
    if place is None or (SOUTH <= place[0] <= NORTH and WEST <= place[1] <= EAST):
        return []
    return [
        FieldProblem(name, _("Latitude and longitude in degrees, for example 21.5942, 105.8482."))
    ]


def hamlet_add(*, actor: Actor, unit_id: int, change: HamletChange) -> int:
    """Put a village at the end of a unit's list; return its id. Raises Invalid."""
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    with transaction.atomic():
        said = _checked(unit_id, change)
        last = Hamlet.objects.filter(unit_id=unit_id).order_by("-position").first()
        row = Hamlet.objects.create(
            unit_id=unit_id,
            name=said,
            position=last.position + 1 if last is not None else 1,
            latitude=change.place[0] if change.place else None,
            longitude=change.place[1] if change.place else None,
        )
        return row.pk


def hamlet_change(*, actor: Actor, hamlet_id: int, change: HamletChange) -> None:
    """Give a village another name or place. Raises Invalid."""
    with transaction.atomic():
        row = _lock(actor, hamlet_id)
        row.name = _checked(row.unit_id, change, but=row.pk)
        row.latitude, row.longitude = change.place or (None, None)
        row.save(update_fields=["name", "latitude", "longitude"])


def hamlets_order(*, actor: Actor, unit_id: int, ids: Sequence[int]) -> None:
    """Set in which order a round meets the villages. Raises Stale when the list has changed."""
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    with transaction.atomic():
        rows = {
            row.pk: row
            for row in Hamlet.objects.select_for_update().filter(unit_id=unit_id, closed_at=None)
        }
        if sorted(rows) != sorted(ids):
            raise Stale("hamlets_changed", _("Somebody has changed the list. Here it is anew."))
        for position, id_ in enumerate(ids, 1):
            rows[id_].position = position
        Hamlet.objects.bulk_update(rows.values(), ["position"])


def hamlet_close(*, actor: Actor, hamlet_id: int) -> None:
    """Take a village off the list; requests that wait there lose it and keep their address."""
    with transaction.atomic():
        row = _lock(actor, hamlet_id)
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        Visit.objects.filter(hamlet=row, state__in=[one.value for one in LIVE]).update(hamlet=None)
        HamletRoad.objects.filter(one=row).delete()
        HamletRoad.objects.filter(other=row).delete()


def road_set(*, actor: Actor, one_id: int, other_id: int, metres: int | None) -> None:
    """Write down how long the road between two villages of a unit is; None forgets it."""
    with transaction.atomic():
        if one_id == other_id:
            raise Invalid([FieldProblem("other", _("Choose two different villages."))])
        one, other = (_lock(actor, id_) for id_ in sorted((one_id, other_id)))
        if one.unit_id != other.unit_id:
            raise NotFound("hamlet_unknown", _("There is no such village here."))
        if metres is None:
            HamletRoad.objects.filter(one=one, other=other).delete()
            return
        if not 0 < metres <= METRES_MOST:
            raise Invalid([FieldProblem("kilometres", _("More than 0 and at most 200 km."))])
        HamletRoad.objects.update_or_create(
            one=one, other=other, defaults={"unit_id": one.unit_id, "metres": metres}
        )


def _checked(unit_id: int, change: HamletChange, but: int = 0) -> str:
    said = " ".join(nfc(change.name).split())
    problems = place_check(change.place)
    if not 1 <= len(said) <= 80:
        problems.append(FieldProblem("name", _("Give the village a name of at most 80 letters.")))
    elif Hamlet.objects.filter(unit_id=unit_id, name=said, closed_at=None).exclude(pk=but).exists():
        problems.append(FieldProblem("name", _("This village is on the list already.")))
    if problems:
        raise Invalid(problems)
    return said


def _lock(actor: Actor, hamlet_id: int) -> Hamlet:
    row = Hamlet.objects.select_for_update().filter(id=hamlet_id, closed_at=None).first()
    if row is None:
        raise NotFound("hamlet_unknown", _("There is no such village here."))
    actor.posting_for(Action.RECEPTION_EDIT, row.unit_id)
    return row

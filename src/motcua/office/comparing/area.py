"""Which units stand beside each other, and whose sums a reader may see (`comparing.rules`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor
from motcua.indicators.comparing.rules import Reach, reach_on
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import (
    unit_by_code,
    unit_children,
    unit_get,
    units_by_ids,
    units_search,
)
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView

COUNTRY = "country"
"""Stands in addresses for all provinces together: there is no unit above them."""
_ABOVE_ALL = (UnitKind.PROVINCE, UnitKind.CITY)


@dataclass(frozen=True)
class Area:
    """Units of one level and scope: the communes of a province, or the provinces."""

    top: UnitView | None
    members: tuple[UnitView, ...]

    @property
    def code(self) -> str:
        """Return how the area is called in addresses."""
        return self.top.code if self.top else COUNTRY

    @property
    def name(self) -> str:
        """Return what it is called."""
        return self.top.full_name if self.top else _("Viet Nam")

    @property
    def ids(self) -> frozenset[int]:
        """Return the ids of its units."""
        return frozenset(one.id for one in self.members)


def area_of(request: SignedInRequest) -> Area:
    """Return the area that is asked for; without a word, the reader's own.

    Raises Http404 for one whose sums the reader does not see.
    """
    actor, code = request.actor, request.GET.get("unit", "")
    if code == COUNTRY:
        if not _beside():
            raise Http404
        return country()
    top = _unit(code) if code else _own(actor)
    if top is None:
        return country()
    if top.kind not in PROVINCE_KINDS or not _sees(actor, top):
        raise Http404
    return province(top)


def area_code(actor: Actor, unit: UnitView) -> str:
    """Return the area in which a unit stands as addresses name it; empty: the reader's own."""
    if unit.kind is UnitKind.COUNTRY:
        return COUNTRY if _beside() else ""
    above = units_by_ids(unit.path_ids).values()
    top = next((one for one in above if one.kind in PROVINCE_KINDS), None)
    lives = top is not None and (top.valid_to is None or top.valid_to > clock.today())
    return top.code if top is not None and lives and _sees(actor, top) else ""


def unit_compared(request: SignedInRequest) -> tuple[UnitView, Area]:
    """Return the unit that is looked at with the area in which it is compared.

    Without a word the reader's own commune or province. Raises Http404 for a unit that is not
    compared, or whose sums the reader does not see.
    """
    actor, code = request.actor, request.GET.get("unit", "")
    unit = _unit(code) if code else _nearest(actor)
    if unit is None:
        raise Http404
    if unit.kind in PROVINCE_KINDS:
        if not (_beside() or actor.may(Action.BOARD_READ, unit.id)):
            raise Http404
        return unit, country()
    if unit.kind not in COMMUNE_KINDS or unit.parent_id is None:
        raise Http404
    above = unit_get(unit.parent_id)
    own = actor.may(Action.BOARD_READ, unit.id)
    if above.kind not in PROVINCE_KINDS or not (own or _sees(actor, above)):
        raise Http404
    return unit, province(above)


def country() -> Area:
    """Return the provinces and cities, in Vietnamese order."""
    found = [one for kind in _ABOVE_ALL for one in units_search(kind=kind, limit=100).rows]
    return Area(None, tuple(sorted(found, key=lambda one: one.code)))


def province(top: UnitView) -> Area:
    """Return the communes of a province, in Vietnamese order."""
    children = unit_children(top.id)
    return Area(top, tuple(one for one in children if one.kind in COMMUNE_KINDS))


def _beside() -> bool:
    return reach_on(clock.today()) is Reach.BESIDE


def _sees(actor: Actor, top: UnitView) -> bool:
    """Tell whether somebody sees the sums of the units directly under one."""
    if actor.may(Action.BOARD_READ, top.id):
        return True
    return _beside() and any(top.id in one.path_ids for one in _posted(actor))


def _posted(actor: Actor) -> Iterable[UnitView]:
    ids = {one.unit_id for one in actor.postings if one.may(Action.BOARD_READ)}
    return sorted(units_by_ids(ids).values(), key=lambda one: (len(one.path_ids), one.code))


def _own(actor: Actor) -> UnitView | None:
    """Return the province that somebody's widest posting is in, or is."""
    views = list(_posted(actor))
    if not views:
        return None
    above = units_by_ids(views[0].path_ids)
    return next((one for one in above.values() if one.kind in PROVINCE_KINDS), None)


def _nearest(actor: Actor) -> UnitView | None:
    """Return the commune of somebody's widest posting, else its province."""
    views = list(_posted(actor))
    if not views:
        return None
    above = units_by_ids(views[0].path_ids)
    for one in reversed(views[0].path_ids):
        if one in above and above[one].kind in COMMUNE_KINDS | PROVINCE_KINDS:
            return above[one]
    return None


def _unit(code: str) -> UnitView:
    try:
        return unit_by_code(code)
    except NotFound:
        raise Http404 from None

"""Which units a person may give a heading."""

from __future__ import annotations

from django.http import Http404

from motcua.identity.types import Action, Actor
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView

ISSUING = COMMUNE_KINDS | PROVINCE_KINDS | {UnitKind.CENTRE, UnitKind.DEPARTMENT, UnitKind.POINT}
SHOWN = 200


def units_headed(actor: Actor) -> list[UnitView]:
    """Return the units that issue papers and whose heading this person may edit, highest first."""
    units = units_by_ids(actor.unit_ids_for(Action.HEADING_EDIT))
    open_ = [one for one in units.values() if one.kind in ISSUING and one.valid_to is None]
    own = {p.unit_id for p in actor.postings if p.may(Action.HEADING_EDIT)}
    return sorted(open_, key=lambda one: (one.id not in own, len(one.path_ids), one.code))[:SHOWN]


def unit_of(units: list[UnitView], code: str) -> UnitView:
    """Return the unit asked for, or the first; raises Http404 for one that is not theirs."""
    found = [one for one in units if not code or one.code == code]
    if not found:
        raise Http404
    return found[0]

"""Which centres somebody may set up, and where a hall's devices are opened."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from motcua.identity.types import Action, Actor
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitKind
from motcua.reception.queries.desk import halls_of
from motcua.reception.types import DeviceKind


def centres_open_to(actor: Actor) -> list[int]:
    """Return the centres whose hall somebody may set up: those with a hall, and service centres."""
    mine = actor.unit_ids_for(Action.RECEPTION_EDIT)
    with_hall = set(halls_of(mine))
    own = units_by_ids(posting.unit_id for posting in actor.postings)
    around = {id_ for id_ in mine if id_ in own}
    units = units_by_ids(around | with_hall)
    return sorted(
        one.id
        for one in units.values()
        if one.id in with_hall or one.kind in {UnitKind.CENTRE, UnitKind.POINT}
    )


def centre_wanted(actor: Actor, text: str) -> int | None:
    """Return the centre named in an address, else the person's first; None without any."""
    mine = centres_open_to(actor)
    if text.isascii() and text.isdigit() and len(text) < 19 and int(text) in mine:
        return int(text)
    return mine[0] if mine else None


def device_url(kind: DeviceKind, token: str) -> str:
    """Return the address that makes a screen a kiosk or a display; it is shown once."""
    return settings.PUBLIC_URL + reverse(f"portal:{kind.value}", args=[token])

"""Whole lives with whose hand each event was and when it was recorded, for those who inspect."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from motcua.dossiers import chain
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.types import Fact, FactType

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class HandLink:
    """An event: what it tells, the account, the instant at which the database took it in."""

    fact: Fact
    account_id: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class DossierHands:
    """A dossier's events in order; the first one names its units."""

    dossier_id: int
    code: str
    links: tuple[HandLink, ...]


def dossier_hands(only: Collection[int] | None = None) -> Iterator[DossierHands]:
    """Yield dossiers of the scope (of `only`) by id; one statement, reads as it goes.

    Raises KeyError or ValueError for an event that cannot be read (`motcua verify` names it).
    """
    events = Event.objects.order_by("dossier_id", "seq")
    if only is not None:
        events = events.filter(dossier__in=only)
    rows = events.values_list("dossier_id", "dossier__code", "payload", "recorded_at")
    for (key, code), chained in groupby(
        rows.iterator(chunk_size=CHUNK), key=lambda row: (row[0], row[1])
    ):
        links = []
        for _key, _code, payload, recorded_at in chained:
            told = chain.link_of(payload)
            links.append(HandLink(told.fact, told.account_id, recorded_at))
        yield DossierHands(key, code, tuple(links))


def dossier_ids() -> list[int]:
    """Return the ids of the dossiers of the scope, in order; one statement."""
    return list(Dossier.objects.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class EventNamed:
    """An event of a dossier as an inspector reads it."""

    type: FactType
    at: datetime
    recorded_at: datetime
    account_id: int | None


def events_named(named: Collection[tuple[int, int]]) -> dict[tuple[int, int], EventNamed]:
    """Return events of the scope by dossier id and number; one statement."""
    ids, numbers = {one for one, _seq in named}, {seq for _one, seq in named}
    rows = Event.objects.filter(dossier__in=ids, seq__in=numbers).values_list(
        "dossier_id", "seq", "type", "at", "recorded_at", "account_id"
    )
    return {
        (row[0], row[1]): EventNamed(FactType(row[2]), *row[3:])
        for row in rows
        if (row[0], row[1]) in named
    }

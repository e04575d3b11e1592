"""Whole lives for those who recompute something from the facts: figures, checks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from motcua.dossiers import chain
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.types import Channel, Fact

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class DossierLife:
    """A dossier's fixed attributes and its facts in order."""

    dossier_id: int
    code: str
    procedure_id: int
    receiving_unit_id: int
    competent_unit_id: int
    channel: Channel
    official_id: int | None
    facts: tuple[Fact, ...]


def dossier_lives(only: Collection[int] | None = None) -> Iterator[DossierLife]:
    """Yield every dossier of the scope (of `only`) with its facts, by id; reads everything.

    Raises KeyError or ValueError for an event that cannot be read (`motcua verify` names it).
    """
    dossiers, chained_events = Dossier.objects.all(), Event.objects.all()
    if only is not None:
        dossiers, chained_events = (
            dossiers.filter(pk__in=only),
            chained_events.filter(dossier__in=only),
        )
    known = {
        row[0]: row[1:]
        for row in dossiers.values_list(
            "id",
            "code",
            "procedure_id",
            "receiving_unit_id",
            "competent_unit_id",
            "channel",
            "official_id",
        ).iterator(chunk_size=CHUNK)
    }
    events = chained_events.order_by("dossier_id", "seq").values_list("dossier_id", "payload")
    for key, chained in groupby(events.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        if key not in known:
            continue
        code, procedure, receiving, competent, channel, official = known[key]
        facts = tuple(chain.fact_of(payload) for _key, payload in chained)
        yield DossierLife(
            key, code, procedure, receiving, competent, Channel(channel), official, facts
        )


def codes_by_id(ids: Collection[int]) -> dict[int, str]:
    """Return the codes of some dossiers of the scope, by id; one statement."""
    return dict(Dossier.objects.filter(pk__in=ids).values_list("pk", "code"))


def ids_by_code(codes: Collection[str]) -> dict[str, int]:
    """Return the ids of some dossiers of the scope, by code; one statement."""
    return dict(Dossier.objects.filter(code__in=codes).values_list("code", "pk"))


@dataclass(frozen=True, slots=True)
class DossierPlace:
    """By which procedure and units a dossier is counted."""

    procedure_id: int
    receiving_unit_id: int
    competent_unit_id: int


def places_by_code(codes: Collection[str]) -> dict[str, DossierPlace]:
    """Return by what some dossiers of the scope are counted, by code; one statement."""
    rows = Dossier.objects.filter(code__in=codes).values_list(
        "code", "procedure_id", "receiving_unit_id", "competent_unit_id"
    )
    return {code: DossierPlace(*told) for code, *told in rows}

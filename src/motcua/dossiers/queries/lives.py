"""Whole lives for those who recompute something from the facts: figures, checks."""

from __future__ import annotations

from collections.abc import Iterator
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


def dossier_lives() -> Iterator[DossierLife]:
    """Yield every dossier of the scope with its facts, by id; reads everything.

    Raises KeyError or ValueError for an event that cannot be read (`motcua verify` names it).
    """
    known = {
        row[0]: row[1:]
        for row in Dossier.objects.values_list(
            "id",
            "code",
            "procedure_id",
            "receiving_unit_id",
            "competent_unit_id",
            "channel",
            "official_id",
        ).iterator(chunk_size=CHUNK)
    }
    events = Event.objects.order_by("dossier_id", "seq").values_list("dossier_id", "payload")
    for key, chained in groupby(events.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        if key not in known:
            continue
        code, procedure, receiving, competent, channel, official = known[key]
        facts = tuple(chain.fact_of(payload) for _key, payload in chained)
        yield DossierLife(
            key, code, procedure, receiving, competent, Channel(channel), official, facts
        )

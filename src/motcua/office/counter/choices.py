"""What an officer may take in: the procedures of the units whose counter is hers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from motcua.dossiers.queries import procedures_used
from motcua.identity.types import Action, Actor
from motcua.kernel.text import search_key
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.procedures.queries import offerings_received_at
from motcua.procedures.types import OfferingView

SHOWN = 12
"""Lines of the list; one more word of search is quicker than scrolling."""


@dataclass(frozen=True)
class Choice:
    """A procedure of a competent unit, as a line of the list."""

    offering: OfferingView
    unit: UnitView
    used: int
    several: bool  # the same procedure is offered by other units too
    selected: bool = False

    @property
    def url(self) -> str:
        """Address of the intake page with this procedure chosen."""
        query = {"unit": self.unit.id, "procedure": self.offering.code}
        return f"{reverse('office:intake')}?{urlencode(query)}"


@dataclass(frozen=True)
class Choices:
    """The lines for a search, and how many there are altogether."""

    lines: tuple[Choice, ...]
    found: int
    total: int
    text: str


def choices_find(actor: Actor, text: str = "", *, shown: int = SHOWN) -> Choices:
    """Return what this person may take in, the most used first; six statements at most.

    Every word of `text` must begin a word of the name, the code, the field or the unit, with or
    without diacritics.
    """
    receiving = actor.unit_ids_for(Action.DOSSIER_INTAKE)
    offerings = _received(actor)
    units = units_by_ids({offering.unit_id for offering in offerings})
    used = procedures_used(receiving) if offerings else {}
    words = search_key(text[:200]).split()[:12]
    found = [one for one in offerings if _fits(one, units[one.unit_id], words)]
    found.sort(key=lambda one: -used.get(one.code, 0))  # stable: Vietnamese order among equals
    codes = [one.code for one in offerings]
    lines = tuple(
        Choice(one, units[one.unit_id], used.get(one.code, 0), codes.count(one.code) > 1)
        for one in found[:shown]
    )
    return Choices(lines, len(found), len(offerings), text)


def choices_certified(actor: Actor) -> list[Choice]:
    """Return each procedure of certified copies that this person may take in; uncut.

    By the unit's name, then in the Vietnamese order of the procedures.
    """
    offerings = [one for one in _received(actor) if one.version.certified_copies]
    units = units_by_ids({one.unit_id for one in offerings})
    codes = [one.code for one in offerings]
    found = [Choice(one, units[one.unit_id], 0, codes.count(one.code) > 1) for one in offerings]
    return sorted(found, key=lambda one: search_key(one.unit.full_name))


def _received(actor: Actor) -> list[OfferingView]:
    receiving = actor.unit_ids_for(Action.DOSSIER_INTAKE)
    posted = units_by_ids(
        posting.unit_id for posting in actor.postings if posting.may(Action.DOSSIER_INTAKE)
    )
    competent = receiving | {above for unit in posted.values() for above in unit.path_ids}
    return offerings_received_at(receiving, unit_ids=competent)


def choice_allowed(actor: Actor, offering: OfferingView) -> bool:
    """Tell whether this person's counter receives what is offered."""
    receiving = offering.roles_units.get("receiving", offering.unit_id)
    return actor.may(Action.DOSSIER_INTAKE, receiving)


def _fits(offering: OfferingView, unit: UnitView, words: Sequence[str]) -> bool:
    if not words:
        return True
    version = offering.version
    text = f"{version.name} {version.code} {version.field.name_vi} {version.field_name}"
    key = " " + search_key(f"{text} {unit.full_name}")
    return all(f" {word}" in key for word in words)

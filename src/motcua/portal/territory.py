"""Units, their predecessors and successors in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from motcua.organisations.labels import kind_label, transfer_label
from motcua.organisations.types import SuccessionView, UnitName, UnitResolution, UnitView
from motcua.portal.places import chain_text


@dataclass(frozen=True)
class Link:
    """A unit before or after another one: how much of it, since when, by which act."""

    name: str
    around: str
    url: str
    share: str
    on: date
    legal_basis: str
    ended: bool


@dataclass(frozen=True)
class Answer:
    """A unit as the pages show it."""

    unit: UnitView
    kind: str
    around: str
    url: str
    matched: str  # the other name or code by which it was found, or nothing
    exact: bool
    last_day: date | None
    is_split: bool
    names: tuple[UnitName, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]


def answer_told(found: UnitResolution) -> Answer:
    """Put one resolution into words of the active language."""
    unit = found.unit
    return Answer(
        unit=unit,
        kind=kind_label(unit.kind),
        around=chain_text(found.chain),
        url=unit_url(unit),
        matched=found.matched_name if found.matched_name != unit.full_name else "",
        exact=found.exact,
        last_day=_last_day(unit),
        is_split=found.is_split,
        names=found.names[:-1],
        predecessors=tuple(_links(found.predecessors, unit)),
        successors=tuple(_links(found.successors, unit)),
    )


def unit_url(unit: UnitView) -> str:
    """Return a unit's page; codes were used again, so an ended unit needs a day."""
    url = reverse("portal:unit", args=[unit.code])
    last = _last_day(unit)
    return f"{url}?on={last.isoformat()}" if last else url


def _last_day(unit: UnitView) -> date | None:
    return unit.valid_to - timedelta(days=1) if unit.valid_to else None


def _links(links: Iterable[SuccessionView], unit: UnitView) -> list[Link]:
    return [
        Link(
            name=one.unit.full_name,
            around=chain_text(one.chain),
            url=unit_url(one.unit),
            share=transfer_label(one.transfer),
            on=one.effective_on,
            legal_basis=one.legal_basis,
            ended=one.unit.valid_to is not None,
        )
        for one in links
        if one.unit.id != unit.id  # a unit that only changed its name follows itself
    ]

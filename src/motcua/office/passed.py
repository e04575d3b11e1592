"""Units that were merged, as pages say it: who was taken over, since when, by whom (ADR 0026).

The sentence itself stands in `office/_passing.html`; every page of figures includes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.places import Counted, UnitRow
from motcua.indicators.queries.counted import counted_lived_of
from motcua.kernel import clock

SHORT = 2
"""Names that a wall screen has room for."""


@dataclass(frozen=True)
class Passed:
    """A unit that was taken over, or that took over; `on` is the day, `url` its figures.

    `heir` is the name of who took it over, where the page shows several.
    """

    name: str
    on: date
    url: str = ""
    heir: str = ""


@dataclass(frozen=True)
class Passing:
    """What the figures of a page hold of merged units; `more` of them are not named."""

    took: tuple[Passed, ...] = ()
    went: tuple[Passed, ...] = ()
    more: int = 0

    def short(self) -> Passing:
        """Return it with as few names as a wall screen can hold."""
        return replace(self, took=self.took[:SHORT], more=max(0, len(self.took) - SHORT))


def nowhere(_unit_id: int) -> str:
    """Lead nowhere: for who may not open the figures of a part, and where nobody touches."""
    return ""


def took_of(counted: Counted, url: Callable[[int], str] = nowhere) -> tuple[Passed, ...]:
    """Return what of a unit's figures was taken over."""
    rows = units_tree().rows
    return tuple(
        Passed(rows[one.unit_id].name, _ended(rows[one.unit_id]), url(one.unit_id))
        for one in counted.taken
    )


def went_of(
    unit_id: int, until: datetime, url: Callable[[UnitRow], str] | None = None
) -> tuple[Passed, ...]:
    """Return who took a unit over by an instant."""
    rows = units_tree().rows
    row = rows.get(unit_id)
    if row is None or not row.over_by(until):
        return ()
    return tuple(
        Passed(rows[one].name, _ended(row), url(rows[one]) if url else "")
        for one in row.heirs
        if one in rows
    )


def passing_of(counted: Counted, until: datetime) -> Passing:
    """Return both of one unit, without links."""
    return Passing(took_of(counted), went_of(counted.unit_id, until))


def passing_among(
    unit_ids: Iterable[int], until: datetime, may: Callable[[int], bool], query: dict[str, str]
) -> Passing:
    """Return what several units took over by an instant, each with its heir.

    `query` names the days; a part opens for whoever may read the heir's board. One statement where
    any of them took over any.
    """
    rows = units_tree().rows
    found = []
    for key, counted in counted_lived_of(unit_ids, until).items():
        heir = rows[key]
        asked = urlencode({"unit": heir.code, **query})
        board = f"{reverse('office:board')}?{asked}&taken=" if may(key) else ""
        found += [
            replace(one, heir=heir.name)
            for one in took_of(counted, lambda part, b=board: f"{b}{part}" if b else "")  # type: ignore[misc]
        ]
    return Passing(tuple(sorted(found, key=lambda one: (one.on, one.heir, one.name))))


def _ended(row: UnitRow) -> date:
    assert row.valid_to is not None
    return clock.local(row.valid_to).date()

"""The headings of papers: what units wrote for themselves, as in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from motcua.dossiers.models import Heading
from motcua.dossiers.papers import HeadingView, Heads
from motcua.kernel import clock
from motcua.organisations.queries import units_by_ids


def heads_of(unit_ids: Iterable[int], *, on: date | None = None) -> Heads:
    """Return units with those above them and their headings in force; three statements."""
    units = units_by_ids(set(unit_ids))
    above = {one for unit in units.values() for one in unit.path_ids} - units.keys()
    return Heads(units | units_by_ids(above), headings_by_ids(units, on=on))


def headings_by_ids(unit_ids: Iterable[int], *, on: date | None = None) -> dict[int, HeadingView]:
    """Return the heading in force on a day (today) of each unit that has one; one statement."""
    day = on or clock.today()
    rows = Heading.objects.filter(unit_id__in=list(unit_ids), valid_from__lte=day)
    newest = rows.order_by("unit_id", "-valid_from", "-version").distinct("unit_id")
    return {row.unit_id: heading_view(row) for row in newest}


def headings_history(unit_id: int) -> list[HeadingView]:
    """Return every version of a unit's heading, newest first."""
    rows = Heading.objects.filter(unit_id=unit_id).order_by("-version")
    return [heading_view(row) for row in rows]


def heading_view(row: Heading) -> HeadingView:
    """Return a stored heading as faces see it."""
    return HeadingView(
        unit_id=row.unit_id,
        version=row.version,
        valid_from=row.valid_from,
        superior=row.superior,
        name=row.name,
        place=row.place,
        abbreviation=row.abbreviation,
        seat=row.seat,
        hotline=row.hotline,
        hours=row.hours,
        signer_title=row.signer_title,
        hints=dict(row.hints),
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )

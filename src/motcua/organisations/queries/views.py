"""Views made of rows, and the condition of being in force (private to the queries)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound
from motcua.organisations.models import Unit, UnitVersion
from motcua.organisations.types import UnitKind, UnitName, UnitView


def in_force(day: date) -> Q:
    """Return the condition of being in force on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def view_of(unit: Unit) -> UnitView:
    """Return a unit as it was last called."""
    return UnitView(
        id=unit.id,
        code=unit.code,
        name=unit.name,
        full_name=unit.full_name,
        kind=UnitKind(unit.kind),
        parent_id=unit.parent_id,
        path=unit.path,
        agency_identifier=unit.agency_identifier,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )


def version_view(version: UnitVersion, unit: Unit | None = None) -> UnitView:
    """Return the unit as it was called in the version's period; the dates are the unit's own."""
    return replace(
        view_of(unit or version.unit),
        name=version.name,
        full_name=version.full_name,
        kind=UnitKind(version.kind),
        parent_id=version.parent_id,
    )


def name_of(version: UnitVersion) -> UnitName:
    """Return what a unit was called in a version."""
    return UnitName(
        full_name=version.full_name,
        name=version.name,
        kind=UnitKind(version.kind),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        other_name=version.other_name,
    )


def unit_unknown(which: str) -> NotFound:
    """Return the refusal to say anything about a unit that does not exist."""
    return NotFound("unit_unknown", _("There is no unit %(which)s.") % {"which": which[:60]})

"""Units one by one and in bulk: rows of `Unit` and `UnitVersion` that always agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import nfc, search_key, sort_key
from motcua.organisations import rules
from motcua.organisations.models import Unit, UnitVersion
from motcua.organisations.queries import unit_get
from motcua.organisations.types import UnitKind, UnitView

BATCH = 2000


@dataclass(frozen=True)
class NewUnit:
    """What a unit is founded with; the parent is an id or None."""

    code: str
    full_name: str
    kind: UnitKind
    parent: Unit | None
    valid_from: date
    valid_to: date | None = None
    name: str = ""
    other_name: str = ""
    source: str = ""


@transaction.atomic
def unit_create(
    *,
    code: str,
    full_name: str,
    kind: UnitKind,
    parent_id: int | None = None,
    valid_from: date = rules.TWO_TIERS_SINCE,
    valid_to: date | None = None,
    name: str = "",
    other_name: str = "",
    source: str = "",
) -> UnitView:
    """Found one unit with its first version; `valid_to` is exclusive.

    Raises Invalid for an empty code or name or an empty period, NotFound for an unknown parent,
    Refused `unit_code_taken` when the code names a unit in that period already.
    """
    code, full_name = nfc(code).lower(), nfc(full_name)
    problems = []
    if not code or len(code) > 40:
        problems.append(FieldProblem("code", _("Give a code of at most 40 characters.")))
    if not full_name or len(full_name) > 200:
        problems.append(FieldProblem("full_name", _("Give a name of at most 200 characters.")))
    if valid_to is not None and valid_to <= valid_from:
        problems.append(FieldProblem("valid_to", _("The end must come after the beginning.")))
    if problems:
        raise Invalid(problems)
    parent = None
    if parent_id is not None:
        parent = Unit.objects.filter(id=parent_id).first()
        if parent is None:
            raise NotFound("unit_unknown", _("There is no unit %(which)s.") % {"which": parent_id})
    clash = Unit.objects.filter(code=code).exclude(valid_to__lte=valid_from)
    if valid_to is not None:
        clash = clash.filter(valid_from__lt=valid_to)
    if clash.exists():
        raise Refused(
            "unit_code_taken",
            _("The code %(code)s names another unit in that period.") % {"code": code},
        )
    new = NewUnit(code, full_name, kind, parent, valid_from, valid_to, name, other_name, source)
    return unit_get(units_found([new])[0].id)


@transaction.atomic
def unit_close(*, unit_id: int, on: date) -> UnitView:
    """End a unit and everything under it that is still in force; `on` is the first day without it.

    Raises NotFound, and Invalid when the day does not come after the last change.
    """
    unit = unit_get(unit_id)
    under = Unit.objects.filter(path__startswith=unit.path, valid_to__isnull=True)
    versions = UnitVersion.objects.filter(unit__in=under, valid_to__isnull=True)
    if versions.filter(valid_from__gte=on).exists():
        message = _("The unit, or one under it, changed on that day or later.")
        raise Invalid([FieldProblem("on", message)])
    versions.update(valid_to=on)
    under.update(valid_to=on)
    return unit_get(unit_id)


def units_found(new: Sequence[NewUnit]) -> list[Unit]:
    """Create units with their first versions in bulk; their parents must be saved.

    Two statements for each two thousand units, and one. The caller has checked codes and names
    and holds a transaction.
    """
    ids = _unit_ids(len(new))
    units = [_unit(one, unit_id) for one, unit_id in zip(new, ids, strict=True)]
    Unit.objects.bulk_create(units, batch_size=BATCH)
    versions = [
        version_of(unit, full_name=one.full_name, name=unit.name, other_name=one.other_name)
        for one, unit in zip(new, units, strict=True)
    ]
    UnitVersion.objects.bulk_create(versions, batch_size=BATCH)
    return units


def version_of(
    unit: Unit,
    *,
    full_name: str,
    name: str = "",
    other_name: str = "",
    since: date | None = None,
) -> UnitVersion:
    """Return an unsaved version of a unit with its keys; it ends with the unit."""
    name = name or rules.name_bare(full_name)
    return UnitVersion(
        unit=unit,
        name=name,
        full_name=full_name,
        other_name=other_name,
        kind=unit.kind,
        parent_id=unit.parent_id,
        valid_from=since or unit.valid_from,
        valid_to=unit.valid_to,
        source=unit.source,
        search_key=search_key(name),
        other_key=search_key(rules.name_bare(other_name)),
    )


def _unit(new: NewUnit, unit_id: int) -> Unit:
    name = new.name or rules.name_bare(new.full_name)
    province = new.parent.code if new.parent is not None else new.code
    live = new.valid_to is None
    above = new.parent.path if new.parent is not None else "/"
    return Unit(
        id=unit_id,
        code=new.code,
        name=name,
        full_name=new.full_name,
        kind=new.kind.value,
        parent=new.parent,
        path=f"{above}{unit_id}/",
        agency_identifier=rules.agency_identifier(new.code, new.kind, province) if live else "",
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        source=new.source,
        search_key=search_key(name),
        sort_key=sort_key(name),
    )


def _unit_ids(count: int) -> list[int]:
    """Take ids beforehand: the path of a unit holds its own id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('organisations_unit', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return sorted(row[0] for row in cursor.fetchall())

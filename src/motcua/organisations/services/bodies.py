"""Bodies of communes and provinces: the service centre, the office, divisions, departments."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.organisations import rules
from motcua.organisations.models import Unit
from motcua.organisations.queries import unit_children, units_by_ids
from motcua.organisations.services.units import NewUnit, units_found
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView

DATA = Path(__file__).resolve().parents[1] / "data"

#: The model bodies of Decree 150/2025/NĐ-CP by tier, in the order in which they are created.
#: A ward's (and Phú Quốc's) economic division has another name, `kt` all the same.
BODY_CODES: dict[str, tuple[str, ...]] = {
    "commune": ("ttpvhcc", "vp", "kt", "vhxh"),
    "province": (
        "ttpvhcc", "vp", "sct", "sgddt", "skhcn", "snnmt", "snv",
        "stc", "stp", "svhttdl", "sxd", "syt", "tt",
    ),
}  # fmt: skip
#: Bodies that answer to their own superiors and not to the People's Committee of the territory:
#: the ministry's old identifier (to be verified). They stand beside it, under their like of the
#: province, so that a posting in the commune shows nothing of theirs, and theirs nothing of it.
VERTICAL: dict[str, str] = {"ca": "G01", "bhxh": "G24", "pc06": "G01"}
_DIVISIONS = {"pc06": "ca"}  # divisions of a vertical body, and of which
_GENERIC = re.compile(r" (cấp xã|tỉnh)$")  # what a model's name says instead of the territory
_URBAN_ECONOMY = "kthtdt"
_PHU_QUOC = "31078"


@transaction.atomic
def bodies_ensure(unit_id: int, kinds: Iterable[str] | None = None) -> list[UnitView]:
    """Create the missing bodies of a commune or province; return all asked for. Repeatable.

    `kinds` are the endings of their codes (`BODY_CODES`: all model bodies by default; also
    `sdl`, `sdttg`, `sngv`, `sqhkt` of some provinces, `bchqs`, `hdnd`, `ubnd` of communes, and
    the `VERTICAL` ones of both). Names are those of `data/public_bodies.csv` (Decree
    150/2025/NĐ-CP); a province may name its bodies otherwise since Decree 370/2025/NĐ-CP.

    Raises NotFound, Refused for a unit that has ended, Invalid for a kind that this tier lacks.
    """
    owner = Unit.objects.select_for_update(of=("self",)).filter(id=unit_id).first()
    if owner is None:
        raise NotFound("unit_unknown", _("There is no unit %(which)s.") % {"which": unit_id})
    if owner.valid_to is not None:
        raise Refused("unit_ended", _("%(name)s has ended.") % {"name": owner.full_name})
    wanted = list(dict.fromkeys(kinds if kinds is not None else BODY_CODES.get(_tier(owner), ())))
    models = {ending: _model(owner, ending) for ending in wanted}
    unknown = [ending for ending, model in models.items() if model is None]
    if unknown:
        message = _("This unit has no such body: %(names)s.") % {"names": ", ".join(unknown)}
        raise Invalid([FieldProblem("kinds", message)])
    present = {child.code: child for child in unit_children(unit_id)}
    apart = [ending for ending in wanted if ending in VERTICAL]
    present |= {one.code: one for one in (_vertical(owner, ending) for ending in apart)}
    missing = [
        NewUnit(
            code=f"{owner.code}.{ending}",
            full_name=model["name_vi"],
            name=model["name_vi"],
            kind=_kind(model),
            parent=owner,
            valid_from=max(owner.valid_from, rules.BODIES_SINCE),
            source=f"public_bodies.csv; {model['legal_basis']}"[:200],
        )
        for ending, model in models.items()
        if model is not None and f"{owner.code}.{ending}" not in present
    ]
    created = units_by_ids(unit.id for unit in units_found(missing)) if missing else {}
    bodies = present | {view.code: view for view in created.values()}
    return [bodies[f"{owner.code}.{ending}"] for ending in wanted]


def _vertical(owner: Unit, ending: str) -> UnitView:
    """Return a vertical body of a territory; make it, and that of its province, when missing."""
    code = f"{owner.code}.{ending}"
    there = Unit.objects.filter(code=code, valid_to=None).first()
    if there is not None:
        return units_by_ids([there.pk])[there.pk]
    model = _model(owner, ending)
    assert model is not None, "the caller has looked"
    above: Unit | None = None
    full_name = f"{_GENERIC.sub('', model['name_vi'])} {_in_a_name(owner.full_name)}"
    number = owner.agency_identifier.lstrip("H")
    if ending in _DIVISIONS:
        above = Unit.objects.get(pk=_vertical(owner, _DIVISIONS[ending]).id)
        full_name, number = f"{model['name_vi']}, {above.full_name}", f"{number}.{ending}"
    elif _tier(owner) == "commune" and owner.parent is not None and _tier(owner.parent):
        above = Unit.objects.get(pk=_vertical(owner.parent, ending).id)
    new = NewUnit(
        code=code,
        full_name=full_name,
        name=full_name,
        kind=UnitKind.BODY,
        parent=above,
        valid_from=max(owner.valid_from, rules.BODIES_SINCE),
        source=f"public_bodies.csv; {model['legal_basis']}"[:200],
    )
    [made] = units_found([new])
    if owner.agency_identifier:
        identifier = f"{VERTICAL[ending]}.{number}".upper()
        Unit.objects.filter(pk=made.pk).update(agency_identifier=identifier)
    return units_by_ids([made.pk])[made.pk]


def _in_a_name(full_name: str) -> str:
    """Return a territory's name as it stands within another: `phường Bách Quang`."""
    return full_name[:1].lower() + full_name[1:]


def _tier(owner: Unit) -> str:
    if owner.kind in PROVINCE_KINDS:
        return "province"
    return "commune" if owner.kind in COMMUNE_KINDS else ""


def _model(owner: Unit, ending: str) -> dict[str, str] | None:
    tier = _tier(owner)
    urban = owner.kind == UnitKind.WARD or owner.code == _PHU_QUOC
    if tier == "commune" and ending == "kt" and urban:
        ending = _URBAN_ECONOMY
    elif ending == _URBAN_ECONOMY:
        return None
    return _models().get(f"{tier[:1]}-{ending}") if tier else None


def _kind(model: dict[str, str]) -> UnitKind:
    if model["kind"] == "service_centre":
        return UnitKind.CENTRE
    return UnitKind.DEPARTMENT if model["level"] == "province" else UnitKind.BODY


@cache
def _models() -> dict[str, dict[str, str]]:
    with (DATA / "public_bodies.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row for row in csv.DictReader(stream)}

"""Units for tests: a handful in one call, or the whole country from the shipped data."""

from __future__ import annotations

import itertools
from datetime import date

from motcua.organisations.queries import unit_by_code, unit_children
from motcua.organisations.rules import TWO_TIERS_SINCE
from motcua.organisations.services import bodies_ensure, unit_create
from motcua.organisations.types import UnitKind, UnitView

_numbers = itertools.count(90_000)
_provinces = itertools.count(900)


def unit_make(
    *,
    code: str | None = None,
    full_name: str = "Xã Thử Nghiệm",
    kind: UnitKind = UnitKind.COMMUNE,
    parent_id: int | None = None,
    valid_from: date = TWO_TIERS_SINCE,
    valid_to: date | None = None,
    name: str = "",
    other_name: str = "",
) -> UnitView:
    """Make one unit; without a code it gets a free one."""
    return unit_create(
        code=code or f"{next(_numbers):05d}",
        full_name=full_name,
        kind=kind,
        parent_id=parent_id,
        valid_from=valid_from,
        valid_to=valid_to,
        name=name,
        other_name=other_name,
        source="tests",
    )


def province_make(
    *, code: str = "19", name: str = "Thái Nguyên", bodies: tuple[str, ...] = ("ttpvhcc", "stp")
) -> UnitView:
    """Make a province with its centre and the department of justice, or find it by its code."""
    province = _found(code) or unit_make(
        code=code, full_name=f"Tỉnh {name}", kind=UnitKind.PROVINCE
    )
    if bodies:
        bodies_ensure(province.id, bodies)
    return province


def commune_make(
    *,
    code: str | None = None,
    name: str = "Bách Quang",
    kind: UnitKind = UnitKind.WARD,
    province: UnitView | str = "19",
    bodies: tuple[str, ...] | None = None,
) -> UnitView:
    """Make a commune (a ward unless `kind` says otherwise) with its four bodies.

    `province` is a unit or a code; it is made when it is missing. The bodies are then found with
    `body_of(commune, "ttpvhcc" | "vp" | "kt" | "vhxh")`.
    """
    if isinstance(province, str):
        province = province_make(code=province)
    word = {UnitKind.WARD: "Phường", UnitKind.COMMUNE: "Xã", UnitKind.SPECIAL_ZONE: "Đặc khu"}[kind]
    commune = unit_make(code=code, full_name=f"{word} {name}", kind=kind, parent_id=province.id)
    bodies_ensure(commune.id, bodies)
    return commune


def body_of(owner: UnitView, ending: str) -> UnitView:
    """Return a body of a commune or province by the ending of its code."""
    code = f"{owner.code}.{ending}"
    return next(child for child in unit_children(owner.id) if child.code == code)


def _found(code: str) -> UnitView | None:
    from motcua.kernel.errors import NotFound

    try:
        return unit_by_code(code)
    except NotFound:
        return None

"""Which body outside the People's Committees decides a procedure: dated data with its source.

`data/competences.csv` names what this project knows; an installing authority changes the file (or
opens procedures elsewhere). Every row with `to_verify` waits for a lawyer.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from motcua.organisations.queries import units_by_codes, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitView

DATA = Path(__file__).resolve().parents[1] / "data" / "competences.csv"


@dataclass(frozen=True)
class Competence:
    """One row: from `valid_from` until before `valid_to` bodies of a kind decide a procedure.

    `body` is the ending of the body's code (`ca` police, `bhxh` social insurance), `tier` that of
    the territory to which it belongs: commune or province.
    """

    procedure_code: str
    body: str
    tier: str
    valid_from: date
    valid_to: date | None
    basis: str
    to_verify: bool

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def competence_of(code: str, on: date) -> Competence | None:
    """Return which bodies decide a procedure on a day, None for the People's Committees."""
    return next((one for one in _rows() if one.procedure_code == code and one.holds_on(on)), None)


def competent_body(code: str, place: UnitView, on: date) -> UnitView | None:
    """Return the body that decides a procedure for a commune, None where none is known there."""
    competence = competence_of(code, on)
    if competence is None:
        return None
    kinds = PROVINCE_KINDS if competence.tier == "province" else COMMUNE_KINDS
    above = units_by_ids(place.path_ids)
    territory = next((above[one] for one in place.path_ids if above[one].kind in kinds), None)
    if territory is None:
        return None
    wanted = f"{territory.code}.{competence.body}"
    return units_by_codes([wanted], on).get(wanted)


def body_competent(code: str, unit: UnitView, on: date) -> bool:
    """Whether a body is of the kind and tier that decide a procedure on a day."""
    competence = competence_of(code, on)
    territory, _dot, ending = unit.code.rpartition(".")
    if competence is None or ending != competence.body:
        return False
    place = units_by_codes([territory], on).get(territory)
    kinds = PROVINCE_KINDS if competence.tier == "province" else COMMUNE_KINDS
    return place is not None and place.kind in kinds


def territory_of(unit: UnitView, on: date) -> UnitView:
    """Return the commune or province for which a body works; a territory is its own."""
    code = unit.code.rpartition(".")[0]
    return units_by_codes([code], on).get(code, unit) if code else unit


@cache
def _rows() -> tuple[Competence, ...]:
    with DATA.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Competence(
                procedure_code=row["procedure_code"],
                body=row["body"],
                tier=row["tier"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                basis=row["basis"],
                to_verify=row["to_verify"] == "1",
            )
            for row in csv.DictReader(stream)
        )

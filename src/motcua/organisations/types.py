"""Words of this package that others may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class UnitKind(StrEnum):
    """What a unit is. The district tier ended on 2025-07-01 (Law 72/2025/QH15)."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "centrally_run_city"
    DISTRICT = "district"
    COMMUNE = "commune"
    WARD = "ward"
    TOWN = "town"
    SPECIAL_ZONE = "special_zone"
    DEPARTMENT = "department"
    CENTRE = "service_centre"
    BODY = "body"
    POINT = "reception_point"


PROVINCE_KINDS = frozenset({UnitKind.PROVINCE, UnitKind.CITY})
COMMUNE_KINDS = frozenset({UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWN, UnitKind.SPECIAL_ZONE})
TERRITORIAL_KINDS = PROVINCE_KINDS | COMMUNE_KINDS | {UnitKind.COUNTRY, UnitKind.DISTRICT}


class Transfer(StrEnum):
    """How a unit's territory and people passed to its successor (conversion table of the NSO)."""

    WHOLE = "whole"
    PART = "part"
    UNCHANGED = "unchanged"
    PART_AREA = "part_area"
    PART_AREA_WHOLE_POPULATION = "part_area_whole_population"
    PART_POPULATION = "part_population"
    TYPE_CHANGED = "type_changed"
    RENAMED = "renamed"
    COMMUNE_TO_ZONE = "commune_to_special_zone"
    DISTRICT_TO_ZONE = "district_to_special_zone"
    DISTRICT_ENDED = "district_ended"  # derived: a commune that took over land of the district


@dataclass(frozen=True)
class UnitView:
    """A unit; `valid_to` is exclusive, `path` holds the ids of its ancestors and its own."""

    id: int
    code: str
    name: str
    full_name: str
    kind: UnitKind
    parent_id: int | None
    path: str
    agency_identifier: str
    valid_from: date
    valid_to: date | None

    @property
    def path_ids(self) -> tuple[int, ...]:
        """Return the ids from the highest ancestor down to the unit itself."""
        return tuple(int(part) for part in self.path.split("/") if part)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "code": self.code,
            "name": self.name,
            "full_name": self.full_name,
            "kind": self.kind.value,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
        }


@dataclass(frozen=True)
class UnitName:
    """What a unit was called, and what it was, in a period; `valid_to` is exclusive."""

    full_name: str
    name: str
    kind: UnitKind
    valid_from: date
    valid_to: date | None
    other_name: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "full_name": self.full_name,
            "kind": self.kind.value,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "other_name": self.other_name,
        }


@dataclass(frozen=True)
class SuccessionView:
    """A predecessor or a successor of a unit; `chain` are its ancestors, the nearest first."""

    unit: UnitView
    chain: tuple[UnitView, ...]
    transfer: Transfer
    is_split: bool
    legal_basis: str
    effective_on: date
    note: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            **self.unit.to_dict(),
            "parents": [parent.to_dict() for parent in self.chain],
            "transfer": self.transfer.value,
            "is_split": self.is_split,
            "legal_basis": self.legal_basis,
            "effective_on": self.effective_on.isoformat(),
            "note": self.note,
        }


@dataclass(frozen=True)
class UnitResolution:
    """A unit with everything that a person who looks for it needs to know.

    `matched_name` is the name or code by which it was found; `exact` is False where only the
    beginning of the name agrees or the type word differs. `chain` are its ancestors, the nearest
    first. Of a split unit `successors` holds all: the part cannot be told from an old address.
    """

    unit: UnitView
    matched_name: str
    exact: bool
    names: tuple[UnitName, ...]
    chain: tuple[UnitView, ...]
    predecessors: tuple[SuccessionView, ...]
    successors: tuple[SuccessionView, ...]

    @property
    def is_split(self) -> bool:
        """Whether its territory went to several units."""
        return any(successor.is_split for successor in self.successors)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON (command line and API)."""
        return {
            **self.unit.to_dict(),
            "agency_identifier": self.unit.agency_identifier,
            "matched_name": self.matched_name,
            "exact": self.exact,
            "is_split": self.is_split,
            "names": [name.to_dict() for name in self.names],
            "parents": [parent.to_dict() for parent in self.chain],
            "predecessors": [one.to_dict() for one in self.predecessors],
            "successors": [one.to_dict() for one in self.successors],
        }


@dataclass(frozen=True)
class UnitPage:
    """A page of units; `next` is the value of `after` for the following page, None at the end."""

    rows: tuple[UnitView, ...]
    next: str | None

"""Groups of procedures that are filed as one (liên thông), as dated data with their source.

The data are `data/groups.csv` (see its README: what a lawyer must compare); the words are here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).resolve().parent / "data" / "groups.csv"
TITLES = {"birth": _("Birth: registration, residence, health insurance, identity card")}
# What a part is called, and who decides it, in words.
PARTS = {
    "registration": (_("Birth registration"), _("People's Committee")),
    "residence": (_("Permanent residence"), _("commune police")),
    "insurance": (_("Health-insurance card"), _("social insurance")),
    "identity": (_("Identity card of the child"), _("police of the province")),
}


@dataclass(frozen=True)
class PartDefinition:
    """One procedure of a group; `asked` says that it is filed only when somebody wants it.

    `waits_for` are the parts whose results must be there before its body may begin; `limit` is
    the group's own, empty for the procedure's.
    """

    key: str
    procedure_code: str
    title: object
    body: object  # who decides, in words
    asked: bool = True
    waits_for: tuple[str, ...] = ()
    limit: str = ""
    basis: str = ""
    valid_from: date = date.min
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the part belongs to the group on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class GroupDefinition:
    """A group. The lead is the procedure whose form is filled in; without it there is no group."""

    key: str
    title: object
    lead: PartDefinition
    parts: tuple[PartDefinition, ...]
    basis: str

    def part(self, key: str) -> PartDefinition | None:
        """Return a part by its key."""
        return next((one for one in (self.lead, *self.parts) if one.key == key), None)

    def parts_on(self, day: date) -> tuple[PartDefinition, ...]:
        """Return the parts beside the lead that may be asked for on a day, in order."""
        return tuple(one for one in self.parts if one.holds_on(day))


def _read() -> dict[str, GroupDefinition]:
    found: dict[str, list[PartDefinition]] = {}
    with DATA.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            title, body = PARTS[row["part"]]
            found.setdefault(row["group"], []).append(
                PartDefinition(
                    key=row["part"],
                    procedure_code=row["procedure_code"],
                    title=title,
                    body=body,
                    asked=row["asked"] == "1",
                    waits_for=tuple(one for one in row["waits_for"].split(";") if one),
                    limit=row["limit"],
                    basis=row["basis"],
                    valid_from=date.fromisoformat(row["valid_from"]),
                    valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                )
            )
    return {
        key: GroupDefinition(key, TITLES[key], lead=lead, parts=tuple(parts), basis=lead.basis)
        for key, (lead, *parts) in found.items()
    }


GROUPS: dict[str, GroupDefinition] = _read()
BIRTH = GROUPS["birth"]


def group_led_by(procedure_code: str) -> GroupDefinition | None:
    """Return the group that begins with a procedure, None when it stands alone."""
    return next((one for one in GROUPS.values() if one.lead.procedure_code == procedure_code), None)


def group_title(kind: str) -> str:
    """Return a group in words of the active language; empty for one that is not known here."""
    group = GROUPS.get(kind)
    return str(group.title) if group else ""


def part_title(kind: str, key: str) -> str:
    """Return a part in words of the active language."""
    group = GROUPS.get(kind)
    part = group.part(key) if group else None
    return str(part.title) if part else key

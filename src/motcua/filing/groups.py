"""Groups of procedures that are filed as one (liên thông), as data with their source.

Sources: Decree 63/2024/NĐ-CP (electronic inter-agency groups of birth and death); the identity
card under six on request since 2026-09-01 as reported (domain brief 4.8). A lawyer of the
installing authority must compare the list and the limits with the texts.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class PartDefinition:
    """One procedure of a group; `asked` says that it is filed only when somebody wants it."""

    key: str
    procedure_code: str
    title: object
    body: object  # who decides, in words
    asked: bool = True


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


BIRTH = GroupDefinition(
    key="birth",
    title=_("Birth: registration, residence, health insurance, identity card"),
    lead=PartDefinition(
        "registration", "1.001193", _("Birth registration"), _("People's Committee"), asked=False
    ),
    parts=(
        PartDefinition("residence", "1.004222", _("Permanent residence"), _("commune police")),
        PartDefinition("insurance", "1.014137", _("Health-insurance card"), _("social insurance")),
        PartDefinition(
            "identity", "1.014062", _("Identity card of the child"), _("commune police")
        ),
    ),
    basis="63/2024/NĐ-CP",
)
GROUPS: dict[str, GroupDefinition] = {BIRTH.key: BIRTH}


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

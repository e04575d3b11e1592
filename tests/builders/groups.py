"""A town in which a birth is filed as one: the commune, and bodies that are not the commune's."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from motcua.citizens.types import CitizenActor
from motcua.dossiers import services as dossiers
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.types import ComponentInput, Receipt
from motcua.filing import groups, services
from motcua.filing.queries import GroupView, group_get, group_of_dossier
from motcua.identity.types import Actor, Role
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.services import bodies_ensure
from motcua.organisations.types import UnitView
from motcua.workflow.types import Act
from tests.builders.documents import pdf_make
from tests.builders.dossiers import Commune, item_of
from tests.builders.filing import commune_online, draft_ready
from tests.builders.identity import actor_make
from tests.builders.procedures import offering_make, version_make

ALL = ("residence", "insurance", "identity")


@dataclass(frozen=True)
class Desk:
    """A body with the people that its part needs."""

    unit: UnitView
    counter: Actor
    leader: Actor
    specialist: Actor
    clerk: Actor


@dataclass(frozen=True)
class Town:
    """A commune that leads the group, and the desks of its parts by key."""

    commune: Commune
    desks: dict[str, Desk]


def town_make(*, without: tuple[str, ...] = ()) -> Town:
    """Make a town; the procedures of `without` are opened nowhere."""
    commune = commune_online(limit="2wd")
    police, insurance = bodies_ensure(commune.unit.id, ("ca", "bhxh"))
    [cards] = bodies_ensure(commune.unit.parent_id or 0, ("pc06",))
    units = {"residence": police, "insurance": insurance, "identity": cards}
    desks = {"registration": _desk_of(commune)}
    for part in groups.BIRTH.parts:
        desks[part.key] = _desk(units[part.key])
        version = version_make(code=part.procedure_code, limit="7wd")
        if part.key not in without:
            offering_make(unit=units[part.key], version=version)
    return Town(commune, desks)


@contextmanager
def birth_in(town: Town) -> Any:
    """Let the town's procedure lead the group of births."""
    code = town.commune.offering.version.code
    before = groups.GROUPS["birth"]
    groups.GROUPS["birth"] = replace(before, lead=replace(before.lead, procedure_code=code))
    try:
        yield
    finally:
        groups.GROUPS["birth"] = before


def group_sent(
    citizen: CitizenActor, town: Town, parts: tuple[str, ...] = ALL
) -> tuple[Receipt, GroupView]:
    """File a birth as one; return the parent's receipt and the group."""
    draft = draft_ready(citizen, town.commune, parts=parts)
    with scope_use(citizen.scope):
        receipt = services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True)
        return receipt, group_get(citizen, group_of_dossier(citizen, receipt.dossier_id))


def codes_of(group: GroupView) -> dict[str, str]:
    """Return the codes of the parts that were filed, by key."""
    return {part.key: part.dossier.code for part in group.parts if part.dossier}


def part_accept(town: Town, key: str, code: str) -> None:
    """Accept a part at its body's counter, with what was to be brought."""
    brought = [
        ComponentInput(component_id=one.component_id, copies=1)
        for one in dossier_get(code).components
        if one.note
    ]
    dossiers.dossier_accept(actor=town.desks[key].counter, code=code, components=brought)


def part_assign(town: Town, key: str, code: str) -> None:
    """Give an accepted part to its body's specialist."""
    desk = town.desks[key]
    _do(code, Act.ASSIGN, desk.leader, assign_to=desk.specialist.account_id)


def part_finish(town: Town, key: str, code: str, *, told: bool = True, kind: str = "grant") -> None:
    """Accept a part and bring it to its issued result; `told` lets the others hear of it."""
    from motcua.documents.services import file_store

    part_accept(town, key, code)
    part_assign(town, key, code)
    desk = town.desks[key]
    with scope_use(SYSTEM):
        file = file_store(data=pdf_make(text=code), name="ket-qua.pdf")
    dossiers.dossier_draft_result(
        actor=desk.specialist,
        code=code,
        file_id=file.id,
        file_name=file.name,
        title="Kết quả",
        kind=kind,
    )
    _do(code, Act.APPRAISE, desk.specialist, outcome="propose_approve")
    _do(code, Act.APPROVE, desk.leader, outcome="approved")
    _do(code, Act.ISSUE, desk.clerk, number=f"{key}/2026")
    if told:
        deliver()


def deliver() -> None:
    """Let the worker tell everything that has happened."""
    while outbox_deliver():
        pass


def _do(code: str, act: Act, actor: Actor, outcome: str = "", **details: Any) -> None:
    item = item_of(code, act)
    dossiers.work_complete(
        actor=actor,
        item_id=item.id,
        outcome=outcome or item.outcomes[0].code,
        expected_version=item.version,
        details=WorkDetails(**details),
    )


def _desk(unit: UnitView) -> Desk:
    return Desk(
        unit=unit,
        counter=actor_make(role=Role.COUNTER, unit=unit),
        leader=actor_make(role=Role.LEADER, unit=unit),
        specialist=actor_make(role=Role.SPECIALIST, unit=unit),
        clerk=actor_make(role=Role.CLERK, unit=unit),
    )


def _desk_of(commune: Commune) -> Desk:
    return Desk(commune.unit, commune.counter, commune.leader, commune.specialist, commune.clerk)

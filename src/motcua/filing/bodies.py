"""Who decides a part of a group, and what is known of whom it is for."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import unit_get
from motcua.procedures.queries import competent_body, offering_get
from motcua.procedures.rules import ExemptionGroup


def body_unit(procedure_code: str, lead_unit_id: int) -> int:
    """Return the unit that decides a part: the body named for it, else where the lead is filed."""
    body = competent_body(procedure_code, unit_get(lead_unit_id), clock.today())
    if body is None:
        return lead_unit_id
    try:
        return offering_get(unit_id=body.id, code=procedure_code).unit_id
    except NotFound:  # that body does not work with this system: its counter is elsewhere
        return lead_unit_id


def groups_of_child(groups: Iterable[str]) -> tuple[str, ...]:
    """Return the groups that pay less with that of the child, for whom each part is."""
    return tuple(dict.fromkeys((*groups, ExemptionGroup.CHILD.value)))
